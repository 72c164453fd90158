package io.github.consentgrants.bench.signin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A proxy on loopback that passes on what it gets half a round trip later, in both directions, and counts the bytes. */
final class SlowNetwork implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicLong bytes = new AtomicLong();
    private final URI server;
    private final long oneWayNanos;

    private record Part(ByteBuffer bytes, long due) {}

    SlowNetwork(URI server, Duration roundTrip) throws IOException {
        this.server = server;
        this.oneWayNanos = roundTrip.toNanos() / 2;
        threads.execute(this::accept);
    }

    URI address() {
        return URI.create("http://localhost:" + socket.getLocalPort());
    }

    /** Returns how many bytes have gone through, in both directions. */
    long bytes() {
        return bytes.get();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket browser = socket.accept();
                Socket keycloak = new Socket(server.getHost(), server.getPort());
                browser.setTcpNoDelay(true);
                keycloak.setTcpNoDelay(true);
                pass(browser, keycloak);
                pass(keycloak, browser);
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void pass(Socket from, Socket to) {
        BlockingQueue<Part> onTheWay = new LinkedBlockingQueue<>();
        threads.execute(() -> read(from, onTheWay));
        threads.execute(() -> write(onTheWay, to));
    }

    private void read(Socket from, BlockingQueue<Part> onTheWay) {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = from.getInputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes.addAndGet(read);
                onTheWay.add(new Part(ByteBuffer.wrap(Arrays.copyOf(buffer, read)), System.nanoTime() + oneWayNanos));
            }
        } catch (IOException e) {
            // The other side has closed.
        }
        onTheWay.add(new Part(ByteBuffer.allocate(0), System.nanoTime()));
    }

    private static void write(BlockingQueue<Part> onTheWay, Socket to) {
        try (OutputStream out = to.getOutputStream()) {
            for (Part part = onTheWay.take(); part.bytes().hasRemaining(); part = onTheWay.take()) {
                LockSupport.parkNanos(part.due() - System.nanoTime());
                out.write(part.bytes().array());
            }
        } catch (IOException e) {
            // The other side has closed.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }
}
