// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.io.InterruptedIOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * The outermost interceptor: has what OkHttp lets through undeclared fail the call in the usual way. A thread of OkHttp's
 * would otherwise end with it.
 */
final class FailuresAreIo implements Interceptor {
    @Override
    public Response intercept(Chain chain) throws IOException {
        try {
            return chain.proceed(chain.request());
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            // OkHttp is written in Kotlin, which lets an InterruptedException through without declaring it.
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
                InterruptedIOException interrupted = new InterruptedIOException("interrupted");
                interrupted.initCause(e);
                throw interrupted;
            }
            // OkHttp 4 throws IllegalStateException when a server sends two answers of 1xx to one request.
            throw new IOException("OkHttp or an interceptor failed: " + PrintableText.escape(e.toString()), e);
        }
    }
}
