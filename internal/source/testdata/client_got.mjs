// Every way to hand got what it needs.
import https from 'https';
const { TOKEN, AUTH_TOKEN, QUERY_TOKEN, PASSWORD, SECRET, JSON_SECRET, KEY, PEM } = process.env;
import got from 'got';

got.get('https://c234.example.com/x');
got.get({ url: 'https://c235.example.com/x' });
got.get('https://c245.example.com/x', { headers: { authorization: `Bearer ${TOKEN}` }, json: { client_secret: JSON_SECRET }, form: { client_secret: SECRET }, searchParams: { access_token: QUERY_TOKEN }, timeout: 1000, followRedirect: false, https: { rejectUnauthorized: false, checkServerIdentity: () => undefined }, prefixUrl: 'https://base244.example.com' });
got.get('https://c248.example.com/x', { body: { client_secret: SECRET }, signal: AbortSignal.timeout(1000) });
got.head('https://c258.example.com/x', { headers: { authorization: `Bearer ${TOKEN}` }, json: { client_secret: JSON_SECRET }, form: { client_secret: SECRET }, searchParams: { access_token: QUERY_TOKEN }, timeout: 1000, followRedirect: false, https: { rejectUnauthorized: false, checkServerIdentity: () => undefined }, prefixUrl: 'https://base257.example.com' });
got.delete('https://c268.example.com/x', { headers: { authorization: `Bearer ${TOKEN}` }, json: { client_secret: JSON_SECRET }, form: { client_secret: SECRET }, searchParams: { access_token: QUERY_TOKEN }, timeout: 1000, followRedirect: false, https: { rejectUnauthorized: false, checkServerIdentity: () => undefined }, prefixUrl: 'https://base267.example.com' });
got.post('https://c278.example.com/x', { headers: { authorization: `Bearer ${TOKEN}` }, json: { client_secret: JSON_SECRET }, form: { client_secret: SECRET }, searchParams: { access_token: QUERY_TOKEN }, timeout: 1000, followRedirect: false, https: { rejectUnauthorized: false, checkServerIdentity: () => undefined }, prefixUrl: 'https://base277.example.com' });
got.put('https://c288.example.com/x', { headers: { authorization: `Bearer ${TOKEN}` }, json: { client_secret: JSON_SECRET }, form: { client_secret: SECRET }, searchParams: { access_token: QUERY_TOKEN }, timeout: 1000, followRedirect: false, https: { rejectUnauthorized: false, checkServerIdentity: () => undefined }, prefixUrl: 'https://base287.example.com' });
got.patch('https://c298.example.com/x', { headers: { authorization: `Bearer ${TOKEN}` }, json: { client_secret: JSON_SECRET }, form: { client_secret: SECRET }, searchParams: { access_token: QUERY_TOKEN }, timeout: 1000, followRedirect: false, https: { rejectUnauthorized: false, checkServerIdentity: () => undefined }, prefixUrl: 'https://base297.example.com' });
got('https://c299.example.com/x');
got({ url: 'https://c300.example.com/x', method: 'put', headers: { authorization: `Bearer ${TOKEN}` }, json: { client_secret: JSON_SECRET }, timeout: 1000, https: { rejectUnauthorized: false } });
got('https://c315.example.com/x', { method: 'put', headers: { authorization: `Bearer ${TOKEN}` }, json: { client_secret: JSON_SECRET }, form: { client_secret: SECRET }, searchParams: { access_token: QUERY_TOKEN }, timeout: 1000, followRedirect: false, https: { rejectUnauthorized: false }, prefixUrl: 'https://base314.example.com' });
got('https://c318.example.com/x', { body: { client_secret: SECRET }, signal: AbortSignal.timeout(1000) });
got.stream('https://c328.example.com/x', { method: 'put', headers: { authorization: `Bearer ${TOKEN}` }, json: { client_secret: JSON_SECRET }, form: { client_secret: SECRET }, searchParams: { access_token: QUERY_TOKEN }, timeout: 1000, followRedirect: false, https: { rejectUnauthorized: false }, prefixUrl: 'https://base327.example.com' });
const client1 = got.extend();
client1.get('/path1');
const client2 = got.extend({ prefixUrl: 'https://base329.example.com', headers: { authorization: `Bearer ${TOKEN}` }, timeout: 1000, followRedirect: false, https: { rejectUnauthorized: false, checkServerIdentity: () => undefined }, searchParams: { access_token: QUERY_TOKEN } });
client2.get('/path2');
const client3 = got.extend({ hooks: { beforeRequest: [(request) => { request.headers['x-api-key'] = KEY; }] } });
client3.get('/path3');
const client4 = client2.extend({ headers: { cookie: `session=${TOKEN}` } });
client4.get('/path4');
