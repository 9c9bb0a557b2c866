// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who has the page open, by a cookie, and the stream of server-sent events of each page: what is told to a visitor, nobody else
 * hears. A real application has its own sessions for this.
 */
final class Visitors {
    private static final Pattern COOKIE = Pattern.compile("(?:^|; )visitor=([0-9a-f-]{36})(?:;|$)");
    private static final long HEARTBEAT_SECONDS = 15;
    private static final int MOST_UNTOLD = 1000;
    private static final int MOST_RETOLD = 500;

    private final Map<String, Set<BlockingQueue<String>>> pages = new HashMap<>();
    private final Deque<Told> lately = new ArrayDeque<>();

    private record Told(String visitor, String json) {}

    /**
     * A name of the visitor that a request comes from; null if that cannot be told. It is not the cookie: the token of a callback
     * has it, which the page and OSS can read.
     */
    static @Nullable String of(HttpExchange exchange) {
        String cookies = exchange.getRequestHeaders().getFirst("Cookie");
        Matcher matcher = COOKIE.matcher(cookies == null ? "" : cookies);
        return matcher.find()
                ? UUID.nameUUIDFromBytes(matcher.group(1).getBytes(StandardCharsets.US_ASCII))
                        .toString()
                : null;
    }

    /** Gives whoever asks a cookie, unless he has one. */
    static void welcome(HttpExchange exchange) {
        if (of(exchange) == null) {
            exchange.getResponseHeaders()
                    .add("Set-Cookie", "visitor=" + UUID.randomUUID() + "; Path=/; HttpOnly; SameSite=Strict");
        }
    }

    /**
     * Streams what the visitor was told lately, and then what he is told, until his page is closed, or this thread is
     * interrupted.
     */
    void stream(HttpExchange exchange, String visitor) throws IOException {
        BlockingQueue<String> told = listen(visitor);
        try {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            String event = ": welcome\n\n";
            while (true) {
                out.write(event.getBytes(StandardCharsets.UTF_8));
                out.flush();
                String json = told.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
                // Without a sign of life now and then nobody would notice that a page was closed.
                event = json == null ? ": still here\n\n" : "data: " + json + "\n\n";
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            leave(visitor, told);
        }
    }

    private synchronized BlockingQueue<String> listen(String visitor) {
        BlockingQueue<String> told = new LinkedBlockingQueue<>(MOST_UNTOLD);
        lately.stream().filter(old -> old.visitor().equals(visitor)).forEach(old -> told.add(old.json()));
        pages.computeIfAbsent(visitor, unseen -> new HashSet<>()).add(told);
        return told;
    }

    private synchronized void leave(String visitor, BlockingQueue<String> told) {
        pages.computeIfPresent(visitor, (seen, queues) -> {
            queues.remove(told);
            return queues.isEmpty() ? null : queues;
        });
    }

    /** Tells it to each page that the visitor has open, or opens soon; never waits. A page that reads nothing misses it. */
    synchronized void tell(String visitor, String json) {
        lately.addLast(new Told(visitor, json));
        if (lately.size() > MOST_RETOLD) {
            lately.removeFirst();
        }
        pages.getOrDefault(visitor, Set.of()).forEach(told -> told.offer(json));
    }
}
