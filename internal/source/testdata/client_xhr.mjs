// A request that is put together by methods.
const { TOKEN, SECRET } = import.meta.env;

const xhr = new XMLHttpRequest();
xhr.open('POST', 'https://xhr.example.com/items');
xhr.setRequestHeader('Authorization', `Bearer ${TOKEN}`);
xhr.timeout = 5000;
xhr.send();

const other = new window.XMLHttpRequest;
other.open('GET', 'https://other.example.com/items');
const headers = { 'X-Api-Key': TOKEN, Accept: 'text/plain' };
for (const name in headers) {
  other.setRequestHeader(name, headers[name]);
}
other.send({ client_secret: SECRET });
