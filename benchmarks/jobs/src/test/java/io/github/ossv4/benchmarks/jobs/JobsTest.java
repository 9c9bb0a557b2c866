// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jobs that all clients support, and what they must result in. Another client stores the objects that a job needs,
 * and checks those that it stored.
 *
 * @param <C> the client under test
 * @param <O> the other client
 */
abstract class JobsTest<C extends AutoCloseable, O extends AutoCloseable> {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final Jobs<C> jobs;
    final Jobs<O> otherJobs;

    @TempDir
    Path directory;

    C client;
    O other;

    JobsTest(Jobs<C> jobs, Jobs<O> otherJobs) {
        this.jobs = jobs;
        this.otherJobs = otherJobs;
    }

    /** Creates a client of the server. */
    abstract <T extends AutoCloseable> T connect(Jobs<T> jobs) throws Exception;

    /** Stores an object. */
    abstract void store(String key, String text) throws Exception;

    @BeforeEach
    void connect() throws Exception {
        client = connect(jobs);
        other = connect(otherJobs);
    }

    @AfterEach
    void close() throws Exception {
        try {
            client.close();
        } finally {
            other.close();
        }
    }

    @Test
    void uploadsDirectory() throws Exception {
        write("a.txt", "first");
        write("deep/er/b.txt", "second");

        jobs.uploadDirectory(client, directory, "backup/");

        assertEquals(List.of("backup/a.txt", "backup/deep/er/b.txt"), otherJobs.listAll(other, ""));
        assertEquals(Optional.of("first"), stored("backup/a.txt"));
        assertEquals(Optional.of("second"), stored("backup/deep/er/b.txt"));
    }

    @Test
    void listsAndDeletesMoreThanOnePage() throws Exception {
        List<String> keys = new ArrayList<>();
        for (int i = 1000; i < 2001; i++) {
            keys.add("tmp/" + i);
        }
        for (String key : keys) {
            store(key, "");
        }
        store("kept.txt", "");

        assertEquals(keys, jobs.listAll(client, "tmp/"));
        jobs.deleteMany(client, keys);

        assertEquals(List.of("kept.txt"), otherJobs.listAll(other, ""));
    }

    @Test
    void readsTextOnlyIfItExists() throws Exception {
        store("greeting.txt", "grüße");

        assertEquals(Optional.of("grüße"), jobs.readIfExists(client, "greeting.txt"));
        assertEquals(Optional.empty(), jobs.readIfExists(client, "missing.txt"));
    }

    @Test
    void presignsPut() throws Exception {
        assertEquals(200, put(jobs.presignPut(client, "notes/hello.txt", Duration.ofMinutes(5)), "hello"));

        assertEquals(Optional.of("hello"), stored("notes/hello.txt"));
    }

    /** Tests a form, for clients that sign forms. */
    final void postsForm(String url) throws Exception {
        Map<String, String> fields = jobs.signForm(client, "users/42/", 10, Duration.ofMinutes(5));

        assertEquals(2, post(url, fields, "users/42/a.txt", "0123456789") / 100);
        assertEquals(4, post(url, fields, "users/42/b.txt", "0123456789+") / 100);
        assertEquals(403, post(url, fields, "users/43/c.txt", "0123456789"));

        assertEquals(List.of("users/42/a.txt"), otherJobs.listAll(other, ""));
        assertEquals(Optional.of("0123456789"), stored("users/42/a.txt"));
    }

    final Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    final Optional<String> stored(String key) throws Exception {
        return otherJobs.readIfExists(other, key);
    }

    static final int put(String url, String text) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .PUT(BodyPublishers.ofString(text))
                .build();
        return HTTP.send(request, BodyHandlers.discarding()).statusCode();
    }

    private static int post(String url, Map<String, String> fields, String key, String text) throws Exception {
        StringBuilder body = new StringBuilder();
        fields.forEach((name, value) -> {
            if (!name.equals("key")) {
                body.append(field(name)).append(value).append("\r\n");
            }
        });
        body.append(field("key")).append(key).append("\r\n");
        body.append(field("file\"; filename=\"a.txt")).append(text).append("\r\n--boundary--\r\n");
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "multipart/form-data; boundary=boundary")
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
        return HTTP.send(request, BodyHandlers.discarding()).statusCode();
    }

    private static String field(String name) {
        return "--boundary\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n";
    }
}
