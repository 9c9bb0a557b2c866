// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples;

import io.github.ossv4.sign.Signature;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/** Signs the request of an upload a second time, and prints each step of the signature. */
final class SignaturePrinter implements Interceptor {
    private static final DateTimeFormatter OSS_DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final PrintStream out;
    private final Target target;
    private final String key;

    SignaturePrinter(PrintStream out, Target target, String key) {
        this.out = out;
        this.target = target;
        this.key = key;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        if (request.method().equals("PUT")) {
            print(request);
        }
        return chain.proceed(request);
    }

    private void print(Request request) {
        UnsignedRequest.Builder unsigned = UnsignedRequest.builder(request.method(), target.bucket(), key);
        request.headers().forEach(header -> unsigned.header(header.getFirst(), header.getSecond()));
        Instant date = OSS_DATE.parse(request.header("x-oss-date"), Instant::from);
        Signature signature = Signer.of(target.credentials(), target.region()).sign(unsigned.build(), date);
        out.println();
        out.println("== Signature ==");
        out.println("Canonical request:");
        signature.canonicalRequest().lines().forEach(line -> out.println("  " + hideToken(line)));
        out.println("String to sign:");
        signature.stringToSign().lines().forEach(line -> out.println("  " + line));
        out.println("Header:");
        // Anyone who has the whole signature can repeat this request for some minutes.
        out.println("  Authorization: " + signature.authorization().replaceAll("Signature=(.{8}).*", "Signature=$1…"));
        if (!signature.authorization().equals(request.header("authorization"))) {
            throw new AssertionError("the signature differs from the one that is sent");
        }
    }

    private static String hideToken(String line) {
        return line.startsWith("x-oss-security-token:") ? "x-oss-security-token:…" : line;
    }
}
