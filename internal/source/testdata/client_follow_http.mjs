// Every way to hand follow-redirects' http what it needs.

const { TOKEN, AUTH_TOKEN, QUERY_TOKEN, PASSWORD, SECRET, JSON_SECRET, KEY, PEM } = process.env;
import { http } from 'follow-redirects';

http.request('https://c459.example.org/x');
http.request({ path: 'https://c460.example.org/x', hostname: 'h461.example.org', port: 8443, method: 'put', headers: { authorization: `Bearer ${TOKEN}` }, auth: { username: 'u', password: PASSWORD }, timeout: 1000 });
http.request({ host: 'h467.example.org' });
http.request(undefined, { path: 'https://c468.example.org/x', hostname: 'h469.example.org', port: 8443, method: 'put', headers: { authorization: `Bearer ${TOKEN}` }, auth: { username: 'u', password: PASSWORD }, timeout: 1000 });
http.request('https://c476.example.org/x', { host: 'h475.example.org' });
http.get({ path: 'https://c477.example.org/x', hostname: 'h478.example.org', port: 8443, method: 'put', headers: { authorization: `Bearer ${TOKEN}` }, auth: { username: 'u', password: PASSWORD }, timeout: 1000 });
const later = http.request('http://c503.example.org/x');
later.setHeader('X-Api-Key', KEY);
later.end();
const written = http.request('http://c510.example.com/x', { method: 'POST' });
written.write(JSON.stringify({ client_secret: SECRET }));
const ended = http.request('http://c511.example.com/x', { method: 'POST' });
ended.end({ client_secret: SECRET });
