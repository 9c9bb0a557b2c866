// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.io.InterruptedIOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Converts unchecked exceptions of other interceptors and OkHttp to an {@link IOException}. It is the outermost
 * interceptor; otherwise such an exception would end a thread of OkHttp.
 */
public final class IoFailureInterceptor implements Interceptor {
    @Override
    public Response intercept(Chain chain) throws IOException {
        try {
            return chain.proceed(chain.request());
        } catch (IOException e) {
            throw interruptedOr(e);
        } catch (Exception e) {
            // OkHttp is written in Kotlin, which may throw an undeclared InterruptedException.
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
                throw interrupted(e);
            }
            // OkHttp 4 throws IllegalStateException if a server sends two 1xx responses to one request.
            throw new IOException(
                    "OkHttp, an interceptor or the body failed: " + PrintableText.escape(e.toString()), e);
        }
    }

    /** Converts the failure of a request if the thread is interrupted, which closes the socket of a virtual thread. */
    public static IOException interruptedOr(IOException failure) {
        return failure instanceof InterruptedIOException
                        || !Thread.currentThread().isInterrupted()
                ? failure
                : interrupted(failure);
    }

    private static InterruptedIOException interrupted(Exception cause) {
        return (InterruptedIOException) new InterruptedIOException("interrupted").initCause(cause);
    }
}
