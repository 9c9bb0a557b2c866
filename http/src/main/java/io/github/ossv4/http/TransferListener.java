// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

/**
 * Told how an upload or download in parts proceeds: when it is known how much there is to do, at most ten times a second, and
 * after each part. It is called
 * on the threads that transfer, but never from two at once, and should be quick. What it throws is dropped, errors too; a
 * transfer never fails for it. It must not wait for another call of the client, which may need the thread that it is on.
 */
@FunctionalInterface
public interface TransferListener {
    /** Called when bytes have passed or a part is done. */
    void progress(TransferProgress progress);
}
