// Every way to hand node https what it needs.
const { TOKEN, AUTH_TOKEN, QUERY_TOKEN, PASSWORD, SECRET, JSON_SECRET, KEY, PEM } = process.env;
import https from 'https';

https.request('https://c413.example.com/x');
https.request({ path: 'https://c414.example.com/x', hostname: 'h415.example.com', port: 8443, method: 'put', headers: { authorization: `Bearer ${TOKEN}` }, auth: { username: 'u', password: PASSWORD }, timeout: 1000, rejectUnauthorized: false, checkServerIdentity: () => undefined, servername: 'name.example.com' });
https.request({ host: 'h424.example.com', signal: AbortSignal.timeout(1000) });
https.request(undefined, { path: 'https://c426.example.com/x', hostname: 'h427.example.com', port: 8443, method: 'put', headers: { authorization: `Bearer ${TOKEN}` }, auth: { username: 'u', password: PASSWORD }, timeout: 1000, rejectUnauthorized: false, checkServerIdentity: () => undefined, servername: 'name.example.com' });
https.request('https://c438.example.com/x', { host: 'h436.example.com', signal: AbortSignal.timeout(1000) });
https.request({ path: 'https://c439.example.com/x', hostname: 'h440.example.com', ca: PEM });
https.request('https://c442.example.com/x', { ca: PEM });
https.request({ path: 'https://c444.example.com/x', hostname: 'h445.example.com', agent: new https.Agent({ rejectUnauthorized: false }) });
https.request('https://c447.example.com/x', { agent: new https.Agent({ rejectUnauthorized: false }) });
https.get({ path: 'https://c449.example.com/x', hostname: 'h450.example.com', port: 8443, method: 'put', headers: { authorization: `Bearer ${TOKEN}` }, auth: { username: 'u', password: PASSWORD }, timeout: 1000, rejectUnauthorized: false, checkServerIdentity: () => undefined, servername: 'name.example.com' });
const written = https.request('https://c510.example.com/x', { method: 'POST' });
written.write(JSON.stringify({ client_secret: SECRET }));
const ended = https.request('https://c511.example.com/x', { method: 'POST' });
ended.end({ client_secret: SECRET });
