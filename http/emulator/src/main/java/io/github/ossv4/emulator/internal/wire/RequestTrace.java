// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import io.github.ossv4.explain.SignatureMistake;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects what happens to a request while it is executed. Thread-safe: callbacks have threads of their own. */
public final class RequestTrace {
    private @Nullable RequestedResource resource;
    private @Nullable String formKey;
    private @Nullable String operation;
    private HandledRequest.@Nullable Part part;
    private @Nullable String version;
    private SignatureVerdict verdict = SignatureVerdict.NOT_CHECKED;
    private @Nullable Supplier<@Nullable SignatureMistake> mistake;
    private @Nullable List<CallbackAttempt> callbacks;
    private @Nullable String fault;
    private @Nullable String note;
    private boolean hidden;
    private long bytesIn;

    RequestTrace() {}

    /** Sets the bucket and the key. */
    public synchronized void resource(RequestedResource found) {
        resource = found;
    }

    /** Sets the key in a form, which is not known before its body. */
    public synchronized void formKey(String key) {
        formKey = key;
    }

    /** Sets OSS's name of the operation. */
    public synchronized void operation(String name) {
        operation = name;
    }

    /** Sets the part that is uploaded. */
    public synchronized void part(HandledRequest.Part uploaded) {
        part = uploaded;
    }

    /** Sets the version of the content that is downloaded. */
    public synchronized void version(String downloaded) {
        version = downloaded;
    }

    /** Sets the result of checking the signature. */
    public synchronized void verdict(SignatureVerdict result) {
        verdict = result;
    }

    /** Sets the search for the reason why the signature does not match. It runs only if requests are observed. */
    public synchronized void mistake(Supplier<@Nullable SignatureMistake> search) {
        mistake = search;
    }

    /** Sets a search that runs before the one that was set. It may return null. */
    public synchronized void mistakeBefore(Supplier<@Nullable SignatureMistake> search) {
        Supplier<@Nullable SignatureMistake> otherwise = mistake;
        mistake = () -> {
            SignatureMistake found = search.get();
            return found != null || otherwise == null ? found : otherwise.get();
        };
    }

    /** Adds a request to an application server. */
    public synchronized void callback(CallbackAttempt attempt) {
        if (callbacks == null) {
            callbacks = new ArrayList<>(1);
        }
        callbacks.add(attempt);
    }

    /** Sets the fault that is injected. */
    public synchronized void fault(String description) {
        fault = description;
    }

    /** Sets what a reader of reports should know about the operation. */
    public synchronized void note(String text) {
        note = text;
    }

    /** Excludes the request from all reports, since it is about the emulator itself. */
    public synchronized void hide() {
        hidden = true;
    }

    /** Returns whether the signature of the request was checked, or found to be missing. */
    synchronized boolean isChecked() {
        return verdict != SignatureVerdict.NOT_CHECKED;
    }

    synchronized boolean isHidden() {
        return hidden;
    }

    /** Counts bytes of the body, and returns how many were received so far. */
    synchronized long received(int bytes) {
        bytesIn += bytes;
        return bytesIn;
    }

    /** Returns the request with its result, for reports. */
    synchronized HandledRequest complete(RequestHead head, Instant time, HandledRequest.Result result, long bytesOut) {
        return new HandledRequest(
                time,
                head.requestId(),
                head.clientIp(),
                new HandledRequest.Target(
                        head.method(),
                        head.path(),
                        resource == null ? null : resource.bucket(),
                        formKey != null || resource == null ? formKey : resource.key(),
                        operation,
                        part,
                        version),
                result,
                verdict,
                mistake == null ? null : mistake.get(),
                callbacks == null ? List.of() : List.copyOf(callbacks),
                fault,
                note,
                head.userAgent(),
                new HandledRequest.Traffic(bytesIn, bytesOut, head.elapsedMillis()));
    }
}
