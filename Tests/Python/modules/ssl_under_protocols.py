# Encrypted connections under the library's protocols: an HTTPS server with its clients, and asyncio's streams.
import asyncio
import http.client
import http.server
import os
import ssl
import threading
import urllib.request

FOLDER = os.path.join(os.path.dirname(os.__file__), "test", "certdata")


def contexts():
    client, server = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    client.load_verify_locations(os.path.join(FOLDER, "pycacert.pem"))
    server.load_cert_chain(os.path.join(FOLDER, "keycert3.pem"))
    return client, server


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = f"you asked for {self.path}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


client, context = contexts()
web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
web.socket = context.wrap_socket(web.socket, server_side=True)
thread = threading.Thread(target=web.serve_forever, args=(0.01,))
thread.start()
port = web.server_address[1]
with urllib.request.urlopen(f"https://localhost:{port}/some/page", context=client) as page:
    print(page.status, page.read())
connection = http.client.HTTPSConnection("localhost", port, context=client)
for path in ("/one", "/two"):
    connection.request("GET", path)
    print(connection.getresponse().read())
connection.close()
try:
    urllib.request.urlopen(f"https://localhost:{port}/")
except urllib.error.URLError as e:
    print(type(e.reason).__name__, e.reason.reason)
web.shutdown()
thread.join()
web.server_close()


# asyncio
async def serve():
    async def answer(reader, writer):
        while line := await reader.readline():
            writer.write(line.upper())
            await writer.drain()
        writer.close()

    client, context = contexts()
    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]

    async def ask(n):
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", port, ssl=client, server_hostname="localhost")
        writer.write(b"hello %d\n" % n)
        line = await reader.readline()
        known = writer.get_extra_info("peercert")["subject"][-1]
        writer.close()
        await writer.wait_closed()
        return line, known

    print(await asyncio.gather(*(ask(n) for n in range(5))))
    server.close()
    await server.wait_closed()


asyncio.run(serve())
