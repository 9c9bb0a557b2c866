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
 * The visitors of the page, identified by a cookie, and the server-sent events for each of them. A visitor receives no
 * events of other visitors. A real application uses its own sessions.
 */
final class Visitors {
    private static final Pattern COOKIE = Pattern.compile("(?:^|; )visitor=([0-9a-f-]{36})(?:;|$)");
    private static final long HEARTBEAT_SECONDS = 15;
    private static final int MAX_QUEUED_EVENTS = 1000;
    private static final int MAX_RECENT_EVENTS = 500;

    private final Map<String, Set<BlockingQueue<String>>> streams = new HashMap<>();
    private final Deque<Event> recentEvents = new ArrayDeque<>();

    private record Event(String visitor, String json) {}

    /**
     * Returns the visitor who sent a request; null if the cookie is missing. The name is a hash of the cookie, because
     * it is part of the callback token, which the page and OSS can read.
     */
    static @Nullable String identify(HttpExchange exchange) {
        String cookies = exchange.getRequestHeaders().getFirst("Cookie");
        Matcher matcher = COOKIE.matcher(cookies == null ? "" : cookies);
        return matcher.find()
                ? UUID.nameUUIDFromBytes(matcher.group(1).getBytes(StandardCharsets.US_ASCII))
                        .toString()
                : null;
    }

    /** Sets the cookie, unless the request has one. */
    static void setCookie(HttpExchange exchange) {
        if (identify(exchange) == null) {
            exchange.getResponseHeaders()
                    .add("Set-Cookie", "visitor=" + UUID.randomUUID() + "; Path=/; HttpOnly; SameSite=Strict");
        }
    }

    /**
     * Sends the recent events of a visitor, then each new one, until the page is closed or the thread is interrupted.
     */
    void stream(HttpExchange exchange, String visitor) throws IOException {
        BlockingQueue<String> events = subscribe(visitor);
        try {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            String line = ": connected";
            while (true) {
                out.write((line + "\n\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
                String json = events.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
                // A closed page is detected only by a failed write.
                line = json == null ? ": heartbeat" : "data: " + json;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            unsubscribe(visitor, events);
        }
    }

    private synchronized BlockingQueue<String> subscribe(String visitor) {
        BlockingQueue<String> events = new LinkedBlockingQueue<>(MAX_QUEUED_EVENTS);
        recentEvents.stream()
                .filter(event -> event.visitor().equals(visitor))
                .forEach(event -> events.add(event.json()));
        streams.computeIfAbsent(visitor, key -> new HashSet<>()).add(events);
        return events;
    }

    private synchronized void unsubscribe(String visitor, BlockingQueue<String> events) {
        streams.computeIfPresent(visitor, (key, queues) -> {
            queues.remove(events);
            return queues.isEmpty() ? null : queues;
        });
    }

    /**
     * Sends an event to each page of a visitor, also to pages opened soon. Never blocks: if a queue is full, drops the
     * event.
     */
    synchronized void publish(String visitor, String json) {
        recentEvents.addLast(new Event(visitor, json));
        if (recentEvents.size() > MAX_RECENT_EVENTS) {
            recentEvents.removeFirst();
        }
        streams.getOrDefault(visitor, Set.of()).forEach(events -> events.offer(json));
    }
}
