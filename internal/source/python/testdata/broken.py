import requests
def f(:
    requests.get("http://a.example/x", verify=False
x = {"a": 
class C:
    def g(self):
        return requests.post(url)
