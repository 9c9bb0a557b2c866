// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.soak;

import io.github.ossv4.http.AppendPosition;
import io.github.ossv4.http.Body;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.CopySource;
import io.github.ossv4.http.DownloadOptions;
import io.github.ossv4.http.GetOptions;
import io.github.ossv4.http.GetResult;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.http.soak.Latencies.Outcome;
import io.github.ossv4.http.soak.PossibleContent.Content;
import io.github.ossv4.http.testing.CallStyle;
import io.github.ossv4.http.testing.TestFiles;
import io.github.ossv4.list.ListedObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;

/** A client with keys of its own, which compares each result with what they may contain. Used by one thread. */
final class Worker {
    private static final int PART = 100 * 1024;
    private static final int MAX_APPENDED = 32 * 1024;

    /** The operations, each with its share. */
    enum Operation {
        PUT(4),
        PUT_ASYNC(2),
        GET(5),
        GET_ASYNC(2),
        GET_RANGE(2),
        HEAD(2),
        DELETE(1),
        COPY(1),
        APPEND(3),
        UPLOAD(1),
        DOWNLOAD(2),
        LIST(1);

        private final int share;

        Operation(int share) {
            this.share = share;
        }

        static Operation random(Random random) {
            int at = random.nextInt(
                    Arrays.stream(values()).mapToInt(each -> each.share).sum());
            for (Operation each : values()) {
                at -= each.share;
                if (at < 0) {
                    return each;
                }
            }
            throw new AssertionError();
        }
    }

    /** A result that contradicts everything that the object may contain. */
    static final class WrongResultException extends RuntimeException {
        private static final long serialVersionUID = 1;

        WrongResultException(String message) {
            super(message);
        }
    }

    private final BucketClient bucket;
    private final String prefix;
    private final Random random;
    private final Soak soak;
    private final Path source;
    private final Path target;
    private final Path folder;
    private final Map<String, PossibleContent> objects = new HashMap<>();
    private final List<String> small;
    private final String appended;
    private final String large;
    private byte[] downloaded = {};

    /** @param folder of this worker alone, empty */
    Worker(BucketClient bucket, String prefix, long seed, Path folder, Soak soak) {
        this.bucket = bucket;
        this.prefix = prefix;
        this.random = new Random(seed);
        this.soak = soak;
        this.folder = folder;
        this.source = folder.resolve("source");
        this.target = folder.resolve("target");
        this.small = List.of(prefix + "a", prefix + "b", prefix + "c", prefix + "d");
        this.appended = prefix + "appended";
        this.large = prefix + "large";
        small.forEach(key -> objects.put(key, new PossibleContent()));
        objects.put(appended, new PossibleContent());
        objects.put(large, new PossibleContent());
    }

    /** Performs a random operation. Returns whether it succeeded. */
    boolean step() throws IOException {
        Operation operation = Operation.random(random);
        String key = key(operation);
        soak.forgetRetries(key);
        long start = System.nanoTime();
        IOException failure = null;
        try {
            perform(operation, key);
        } catch (IOException e) {
            failure = e;
        } catch (UncheckedIOException e) {
            failure = e.getCause();
        } catch (WrongResultException e) {
            throw new WrongResultException(operation + " of " + key + ": " + e.getMessage());
        }
        if (failure instanceof ServiceException refused && refused.status() < 500) {
            throw new WrongResultException(operation + " of " + key + " was refused: " + refused.getMessage());
        }
        long nanos = System.nanoTime() - start;
        Outcome outcome =
                failure != null ? Outcome.FAILED : soak.isRetried(key) ? Outcome.AFTER_RETRIES : Outcome.FIRST_ATTEMPT;
        soak.completed(operation.name(), outcome, nanos, failure);
        if (operation == Operation.UPLOAD || operation == Operation.DOWNLOAD) {
            checkFiles();
        }
        return failure == null;
    }

    private String key(Operation operation) {
        return switch (operation) {
            case APPEND -> appended;
            case UPLOAD, DOWNLOAD -> large;
            case LIST -> "";
            case PUT, PUT_ASYNC, GET_RANGE, COPY -> small.get(random.nextInt(small.size()));
            default -> {
                int at = random.nextInt(small.size() + 2);
                yield at < small.size() ? small.get(at) : at == small.size() ? appended : large;
            }
        };
    }

    private PossibleContent object(String key) {
        return objects.get(key);
    }

    private void perform(Operation operation, String key) throws IOException {
        switch (operation) {
            case PUT -> {
                byte[] bytes = soak.randomBytes(random);
                change(key, Content.of(bytes), () -> bucket.put(key, bytes));
            }
            case PUT_ASYNC -> {
                byte[] bytes = soak.randomBytes(random);
                change(
                        key,
                        Content.of(bytes),
                        () -> CallStyle.await(bucket.async().put(key, bytes)));
            }
            case DELETE -> change(key, Content.ABSENT, () -> bucket.delete(key));
            case UPLOAD -> upload();
            case APPEND -> append();
            case COPY -> copy(small.get((small.indexOf(key) + 1) % small.size()), key);
            case GET ->
                read(key, () -> {
                    try (GetResult result = bucket.get(key)) {
                        return result.bytes();
                    }
                });
            case GET_ASYNC -> read(key, () -> CallStyle.await(bucket.async().getBytes(key)));
            case GET_RANGE -> readRange(key);
            case HEAD -> head(key);
            case DOWNLOAD -> download();
            case LIST -> list();
        }
    }

    private interface Call<T> {
        T execute() throws IOException;
    }

    /** Executes a call that stores {@code after}. If it fails, the old and the new content are possible. */
    private <T> T change(String key, Content after, Call<T> call) throws IOException {
        T result;
        try {
            result = call.execute();
        } catch (IOException e) {
            object(key).mayAlsoBe(List.of(after));
            throw e;
        }
        object(key).is(after);
        return result;
    }

    private void upload() throws IOException {
        byte[] bytes = TestFiles.randomBytes(random.nextLong(), 2 * PART + random.nextInt(2 * PART));
        Files.write(source, bytes);
        UploadOptions options =
                UploadOptions.builder().partSize(PART).threshold(0).parallel(2).build();
        change(large, Content.of(bytes), () -> bucket.upload(large, source, options));
    }

    private void append() throws IOException {
        if (!object(appended).isCertain()) {
            head(appended);
        }
        Content before = object(appended).any();
        if (before.bytes().length > MAX_APPENDED) {
            change(appended, Content.ABSENT, () -> bucket.delete(appended));
            return;
        }
        AppendPosition position =
                before.exists() ? AppendPosition.of(before.bytes().length, before.crc64()) : AppendPosition.START;
        byte[] more = soak.randomBytes(random);
        long next = change(appended, before.plus(more), () -> bucket.append(appended, position, Body.of(more)))
                .next()
                .offset();
        if (next != before.bytes().length + more.length) {
            throw new WrongResultException("next position " + next);
        }
    }

    private void copy(String from, String to) throws IOException {
        List<Content> copies =
                object(from).all().stream().filter(Content::exists).toList();
        try {
            bucket.copy(CopySource.of(from), to);
        } catch (ServiceException e) {
            if (e.status() == 404) {
                observe(from, content -> !content.exists(), "absent source");
                return;
            }
            object(to).mayAlsoBe(copies);
            throw e;
        } catch (IOException e) {
            object(to).mayAlsoBe(copies);
            throw e;
        }
        observe(from, Content::exists, "copied");
        object(to).isOneOf(copies);
    }

    private void read(String key, Call<byte[]> call) throws IOException {
        byte[] bytes;
        try {
            bytes = call.execute();
        } catch (ServiceException e) {
            observeAbsent(key, e);
            return;
        }
        observe(key, content -> content.has(bytes), "read " + bytes.length + " bytes");
    }

    /** The client cannot check the bytes of a range: a single wrong bit comes from an injected fault. */
    private void readRange(String key) throws IOException {
        Content content = object(key).any();
        if (!object(key).isCertain() || content.bytes().length == 0) {
            read(key, () -> bucket.getBytes(key));
            return;
        }
        int first = random.nextInt(content.bytes().length);
        int last = first + random.nextInt(content.bytes().length - first);
        byte[] expected = Arrays.copyOfRange(content.bytes(), first, last + 1);
        byte[] bytes;
        try (GetResult result =
                bucket.get(key, GetOptions.builder().range(first, last).build())) {
            bytes = result.bytes();
        } catch (ServiceException e) {
            observeAbsent(key, e);
            return;
        }
        if (Arrays.equals(expected, bytes)) {
            return;
        }
        boolean whole = expected.length == content.bytes().length;
        if (whole || bytes.length != expected.length || differentBits(expected, bytes) != 1) {
            throw new WrongResultException("wrong bytes " + first + "-" + last + " of " + content);
        }
        soak.flippedRange();
    }

    private static int differentBits(byte[] expected, byte[] bytes) {
        int bits = 0;
        for (int i = 0; i < bytes.length; i++) {
            bits += Integer.bitCount((bytes[i] ^ expected[i]) & 0xff);
        }
        return bits;
    }

    private void head(String key) throws IOException {
        ObjectMetadata metadata;
        try {
            metadata = bucket.head(key);
        } catch (ServiceException e) {
            observeAbsent(key, e);
            return;
        }
        Long crc64 = metadata.crc64();
        observe(
                key,
                content -> content.exists()
                        && content.bytes().length == metadata.size()
                        && (crc64 == null || crc64 == content.crc64() || RandomFault.isInjected(crc64)),
                metadata.toString());
    }

    private void download() throws IOException {
        DownloadOptions options =
                DownloadOptions.builder().partSize(PART).parallel(2).build();
        read(large, () -> {
            bucket.download(large, target, options);
            downloaded = Files.readAllBytes(target);
            return downloaded;
        });
    }

    private void list() throws IOException {
        Map<String, Long> sizes = new HashMap<>();
        for (ListedObject object : bucket.list(prefix)) {
            sizes.put(object.key(), object.size());
        }
        for (String key : objects.keySet()) {
            Long size = sizes.remove(key);
            observe(
                    key,
                    content -> content.exists() ? size != null && size == content.bytes().length : size == null,
                    "listed with size " + size);
        }
        if (!sizes.isEmpty()) {
            throw new WrongResultException("listed " + sizes);
        }
    }

    private void observeAbsent(String key, ServiceException e) throws ServiceException {
        if (e.status() != 404) {
            throw e;
        }
        observe(key, content -> !content.exists(), "absent");
    }

    private void observe(String key, Predicate<Content> observation, String result) {
        if (!object(key).observe(observation)) {
            throw new WrongResultException(key + " is " + result + ", possible " + object(key));
        }
    }

    /** A failed download leaves the old file, and no transfer leaves a temporary one. */
    private void checkFiles() throws IOException {
        List<String> names = TestFiles.names(folder);
        if (!List.of("source", "target").containsAll(names)) {
            throw new WrongResultException("files " + names);
        }
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(target);
        } catch (NoSuchFileException e) {
            bytes = new byte[0];
        }
        if (!Arrays.equals(downloaded, bytes)) {
            throw new WrongResultException("a failed download changed the file");
        }
    }

    /** Reads each object without faults. */
    void checkAll() throws IOException {
        for (String key : objects.keySet()) {
            read(key, () -> bucket.getBytes(key));
        }
        list();
    }
}
