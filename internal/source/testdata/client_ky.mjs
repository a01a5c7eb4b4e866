// Every way to hand ky what it needs.
import https from 'https';
const { TOKEN, AUTH_TOKEN, QUERY_TOKEN, PASSWORD, SECRET, JSON_SECRET, KEY, PEM } = process.env;
import ky from 'ky';
import kyUniversal from 'ky-universal';

ky.get('https://c337.example.com/x');
ky.get('https://c345.example.com/x', { headers: { authorization: `Bearer ${TOKEN}` }, json: { client_secret: JSON_SECRET }, body: { client_secret: SECRET }, searchParams: { access_token: QUERY_TOKEN }, timeout: 1000, redirect: 'manual', prefixUrl: 'https://base344.example.com' });
ky.head('https://c353.example.com/x', { headers: { authorization: `Bearer ${TOKEN}` }, json: { client_secret: JSON_SECRET }, body: { client_secret: SECRET }, searchParams: { access_token: QUERY_TOKEN }, timeout: 1000, redirect: 'manual', prefixUrl: 'https://base352.example.com' });
ky.delete('https://c361.example.com/x', { headers: { authorization: `Bearer ${TOKEN}` }, json: { client_secret: JSON_SECRET }, body: { client_secret: SECRET }, searchParams: { access_token: QUERY_TOKEN }, timeout: 1000, redirect: 'manual', prefixUrl: 'https://base360.example.com' });
ky.post('https://c369.example.com/x', { headers: { authorization: `Bearer ${TOKEN}` }, json: { client_secret: JSON_SECRET }, body: { client_secret: SECRET }, searchParams: { access_token: QUERY_TOKEN }, timeout: 1000, redirect: 'manual', prefixUrl: 'https://base368.example.com' });
ky.put('https://c377.example.com/x', { headers: { authorization: `Bearer ${TOKEN}` }, json: { client_secret: JSON_SECRET }, body: { client_secret: SECRET }, searchParams: { access_token: QUERY_TOKEN }, timeout: 1000, redirect: 'manual', prefixUrl: 'https://base376.example.com' });
ky.patch('https://c385.example.com/x', { headers: { authorization: `Bearer ${TOKEN}` }, json: { client_secret: JSON_SECRET }, body: { client_secret: SECRET }, searchParams: { access_token: QUERY_TOKEN }, timeout: 1000, redirect: 'manual', prefixUrl: 'https://base384.example.com' });
ky('https://c386.example.com/x');
ky('https://c395.example.com/x', { method: 'put', headers: { authorization: `Bearer ${TOKEN}` }, json: { client_secret: JSON_SECRET }, body: { client_secret: SECRET }, searchParams: { access_token: QUERY_TOKEN }, timeout: 1000, redirect: 'manual', prefixUrl: 'https://base394.example.com' });
kyUniversal.get('https://c403.example.com/x', { headers: { authorization: `Bearer ${TOKEN}` }, json: { client_secret: JSON_SECRET }, body: { client_secret: SECRET }, searchParams: { access_token: QUERY_TOKEN }, timeout: 1000, redirect: 'manual', prefixUrl: 'https://base402.example.com' });
const client1 = ky.create();
client1.get('/path1');
const client2 = ky.create({ prefixUrl: 'https://base404.example.com', headers: { authorization: `Bearer ${TOKEN}` }, timeout: 1000, redirect: 'manual' });
client2.get('/path2');
const client3 = ky.create({ hooks: { beforeRequest: [(request) => { request.headers['x-api-key'] = KEY; }] } });
client3.get('/path3');
const client4 = ky.extend({ prefixUrl: 'https://base409.example.com', headers: { authorization: `Bearer ${TOKEN}` }, timeout: 1000, redirect: 'manual' });
client4.get('/path4');
const client5 = client2.extend({ headers: { cookie: `session=${TOKEN}` } });
client5.get('/path5');
const client6 = client2.create({ headers: { cookie: `session=${TOKEN}` } });
client6.get('/path6');
