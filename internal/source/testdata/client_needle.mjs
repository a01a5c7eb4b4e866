// Every way to hand needle what it needs.
import https from 'https';
const { TOKEN, AUTH_TOKEN, QUERY_TOKEN, PASSWORD, SECRET, JSON_SECRET, KEY, PEM } = process.env;
import needle from 'needle';

needle.get('https://c643.example.com/x');
needle.get('https://c649.example.com/x', { headers: { authorization: `Bearer ${TOKEN}` }, timeout: 1000, follow_max: 0, rejectUnauthorized: false, proxy: 'http://proxy.example.com:3128' });
needle.get('https://c653.example.com/x', { read_timeout: 1000, follow: false, agent: new https.Agent({ rejectUnauthorized: false }) });
needle.get('https://c655.example.com/x', { response_timeout: 1000 });
needle.head('https://c661.example.com/x', { headers: { authorization: `Bearer ${TOKEN}` }, timeout: 1000, follow_max: 0, rejectUnauthorized: false, proxy: 'http://proxy.example.com:3128' });
needle.post('https://c662.example.com/x');
needle.post('https://c667.example.com/x', { client_secret: SECRET }, { headers: { authorization: `Bearer ${TOKEN}` }, timeout: 1000, follow_max: 0, rejectUnauthorized: false });
needle.post('https://c672.example.com/x', { client_secret: SECRET }, { read_timeout: 1000, follow: false, agent: new https.Agent({ rejectUnauthorized: false }) });
needle.post('https://c675.example.com/x', { client_secret: SECRET }, { response_timeout: 1000 });
needle.put('https://c681.example.com/x', { client_secret: SECRET }, { headers: { authorization: `Bearer ${TOKEN}` }, timeout: 1000, follow_max: 0, rejectUnauthorized: false });
needle.patch('https://c687.example.com/x', { client_secret: SECRET }, { headers: { authorization: `Bearer ${TOKEN}` }, timeout: 1000, follow_max: 0, rejectUnauthorized: false });
needle.delete('https://c693.example.com/x', { client_secret: SECRET }, { headers: { authorization: `Bearer ${TOKEN}` }, timeout: 1000, follow_max: 0, rejectUnauthorized: false });
needle(undefined, 'https://c695.example.com/x');
needle('put', 'https://c701.example.com/x', { headers: { authorization: `Bearer ${TOKEN}` }, read_timeout: 1000, follow_max: 0, rejectUnauthorized: false });
needle('put', 'https://c707.example.com/x', { client_secret: SECRET }, { headers: { authorization: `Bearer ${TOKEN}` }, read_timeout: 1000, follow_max: 0, rejectUnauthorized: false });
needle('put', 'https://c711.example.com/x', { client_secret: SECRET }, { timeout: 1000 });
needle.request('put', 'https://c718.example.com/x', { client_secret: SECRET }, { headers: { authorization: `Bearer ${TOKEN}` }, read_timeout: 1000, follow_max: 0, rejectUnauthorized: false });
