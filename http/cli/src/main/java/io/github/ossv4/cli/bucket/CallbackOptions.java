// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.cli.output.UsageException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options for an upload callback. */
public final class CallbackOptions {
    @Option(
            names = "--callback-url",
            paramLabel = "URL",
            description = "Application server that OSS calls after the object is stored; repeat for alternatives.")
    private List<String> urls = List.of();

    @Mixin
    private CallbackBodyOptions body = new CallbackBodyOptions();

    /**
     * Returns the callback; null if none is requested.
     *
     * @throws UsageException if other options of a callback are given without a URL
     * @throws io.github.ossv4.callback.InvalidCallbackException if OSS does not accept the callback
     */
    public @Nullable Callback callback() {
        if (!urls.isEmpty()) {
            return body.callbackTo(urls);
        }
        if (!body.isEmpty()) {
            throw new UsageException(
                    "--callback-body, --callback-body-type, --callback-host and --var require --callback-url");
        }
        return null;
    }

    /** Sets the callback in the options of a request, if one is requested. Throws as {@link #callback}. */
    public void applyTo(Consumer<Callback> setter) {
        Callback callback = callback();
        if (callback != null) {
            setter.accept(callback);
        }
    }
}
