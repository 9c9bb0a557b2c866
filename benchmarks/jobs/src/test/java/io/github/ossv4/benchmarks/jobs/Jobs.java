// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.jobs;

import com.sun.net.httpserver.HttpHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Jobs of an application that stores objects, in the order of the table. Each
 * method contains all the code of its job, so that their lengths can be compared: there are no fields and no other
 * methods.
 *
 * <p>An implementation is what a careful user of the client writes: results are checked where the client leaves that to
 * its user. For a job that a client does not support, the default method throws, and the table has a dash.
 *
 * @param <C> the client
 */
interface Jobs<C extends AutoCloseable> {
    String BUCKET = "examplebucket";

    /** Creates a client for an endpoint, with an AccessKey pair. */
    C client(String endpoint, String region, String accessKeyId, String accessKeySecret) throws Exception;

    /** Uploads a file, requests a callback with key and size in JSON, and returns the response of the application. */
    default String putWithCallback(C client, String key, Path file, String callbackUrl) throws Exception {
        throw new UnsupportedOperationException();
    }

    /** Uploads all files below a directory. Fails if one of them fails. */
    void uploadDirectory(C client, Path directory, String prefix) throws Exception;

    /** Returns all keys with a prefix; there may be more than one page. */
    List<String> listAll(C client, String prefix) throws Exception;

    /** Deletes any number of objects. Fails if one of them may still exist. */
    void deleteMany(C client, List<String> keys) throws Exception;

    /** Returns the text of an object; nothing if it does not exist. */
    Optional<String> readIfExists(C client, String key) throws Exception;

    /** Returns a URL with which anyone can put an object. */
    String presignPut(C client, String key, Duration validity) throws Exception;

    /** Uploads a file in parts. After a failure, a call with the same arguments uploads only the missing parts. */
    default void resumableUpload(C client, String key, Path file, Path checkpoint) throws Exception {
        throw new UnsupportedOperationException();
    }

    /**
     * Returns a handler for the JDK's HTTP server that verifies callbacks and passes on the keys of uploaded objects.
     *
     * @param publicKeyUrl the only URL from which public keys are trusted
     * @param secret the secret of the tokens in the callbacks' {@code x:token}
     */
    default HttpHandler receiveCallbacks(String publicKeyUrl, byte[] secret, Consumer<String> uploaded)
            throws Exception {
        throw new UnsupportedOperationException();
    }

    /** Returns the fields of a form with which a browser can upload one object of limited size below a prefix. */
    default Map<String, String> signForm(C client, String prefix, long maxSize, Duration validity) throws Exception {
        throw new UnsupportedOperationException();
    }
}
