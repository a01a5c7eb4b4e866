// Every way to hand node http what it needs.
import https from 'https';
const { TOKEN, AUTH_TOKEN, QUERY_TOKEN, PASSWORD, SECRET, JSON_SECRET, KEY, PEM } = process.env;
import http from 'http';

http.request('https://c459.example.com/x');
http.request({ path: 'https://c460.example.com/x', hostname: 'h461.example.com', port: 8443, method: 'put', headers: { authorization: `Bearer ${TOKEN}` }, auth: { username: 'u', password: PASSWORD }, timeout: 1000 });
http.request({ host: 'h467.example.com' });
http.request(undefined, { path: 'https://c468.example.com/x', hostname: 'h469.example.com', port: 8443, method: 'put', headers: { authorization: `Bearer ${TOKEN}` }, auth: { username: 'u', password: PASSWORD }, timeout: 1000 });
http.request('https://c476.example.com/x', { host: 'h475.example.com' });
http.get({ path: 'https://c477.example.com/x', hostname: 'h478.example.com', port: 8443, method: 'put', headers: { authorization: `Bearer ${TOKEN}` }, auth: { username: 'u', password: PASSWORD }, timeout: 1000 });
const written = http.request('http://c510.example.com/x', { method: 'POST' });
written.write(JSON.stringify({ client_secret: SECRET }));
const ended = http.request('http://c511.example.com/x', { method: 'POST' });
ended.end({ client_secret: SECRET });
