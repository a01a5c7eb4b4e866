// Every way to hand follow-redirects' https what it needs.
const { TOKEN, AUTH_TOKEN, QUERY_TOKEN, PASSWORD, SECRET, JSON_SECRET, KEY, PEM } = process.env;
import { https } from 'follow-redirects';

https.request('https://c413.example.org/x');
https.request({ path: 'https://c414.example.org/x', hostname: 'h415.example.org', port: 8443, method: 'put', headers: { authorization: `Bearer ${TOKEN}` }, auth: { username: 'u', password: PASSWORD }, timeout: 1000, rejectUnauthorized: false, checkServerIdentity: () => undefined, servername: 'name.example.org' });
https.request({ host: 'h424.example.org', signal: AbortSignal.timeout(1000) });
https.request(undefined, { path: 'https://c426.example.org/x', hostname: 'h427.example.org', port: 8443, method: 'put', headers: { authorization: `Bearer ${TOKEN}` }, auth: { username: 'u', password: PASSWORD }, timeout: 1000, rejectUnauthorized: false, checkServerIdentity: () => undefined, servername: 'name.example.org' });
https.request('https://c438.example.org/x', { host: 'h436.example.org', signal: AbortSignal.timeout(1000) });
https.request({ path: 'https://c439.example.org/x', hostname: 'h440.example.org', ca: PEM });
https.request('https://c442.example.org/x', { ca: PEM });
https.request({ path: 'https://c444.example.org/x', hostname: 'h445.example.org', agent: new https.Agent({ rejectUnauthorized: false }) });
https.request('https://c447.example.org/x', { agent: new https.Agent({ rejectUnauthorized: false }) });
https.get({ path: 'https://c449.example.org/x', hostname: 'h450.example.org', port: 8443, method: 'put', headers: { authorization: `Bearer ${TOKEN}` }, auth: { username: 'u', password: PASSWORD }, timeout: 1000, rejectUnauthorized: false, checkServerIdentity: () => undefined, servername: 'name.example.org' });
https.request('https://c500.example.org/x', { agent: new https.Agent({ ca: PEM }) });
https.request('https://c501.example.org/x', { agent: new https.Agent({ checkServerIdentity: () => undefined }) });
const later = https.request('https://c502.example.org/x');
later.setHeader('X-Api-Key', KEY);
later.end();
const written = https.request('https://c510.example.com/x', { method: 'POST' });
written.write(JSON.stringify({ client_secret: SECRET }));
const ended = https.request('https://c511.example.com/x', { method: 'POST' });
ended.end({ client_secret: SECRET });
https.request('https://c512.example.org/x', { agent: new https.Agent({ servername: 'name.example.org' }) });
