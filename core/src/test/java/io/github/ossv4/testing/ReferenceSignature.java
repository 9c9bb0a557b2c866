// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** V4 signing by the steps of the vendor's documentation, without caches. The signer is compared with it. */
public final class ReferenceSignature {
    private ReferenceSignature() {}

    /** Returns the signature of a request to the bucket {@code examplebucket}. */
    public static String header(
            String method,
            String key,
            Map<String, String> query,
            Map<String, List<String>> headers,
            String secret,
            String token,
            Instant instant)
            throws GeneralSecurityException {
        String timestamp = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(instant);
        TreeMap<String, String> encodedQuery = new TreeMap<>();
        query.forEach((name, value) -> encodedQuery.put(encode(name, true), encode(value, true)));
        TreeMap<String, String> signed = new TreeMap<>();
        headers.forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.equals("content-type") || lower.equals("content-md5") || lower.startsWith("x-oss-")) {
                signed.put(lower, values.stream().map(String::strip).collect(Collectors.joining(",")));
            }
        });
        signed.put("x-oss-content-sha256", "UNSIGNED-PAYLOAD");
        signed.put("x-oss-date", timestamp);
        if (token != null) {
            signed.put("x-oss-security-token", token);
        }
        String canonicalRequest = String.join(
                "\n",
                method,
                "/examplebucket/" + encode(key, false),
                encodedQuery.entrySet().stream()
                        .map(e -> e.getValue().isEmpty() ? e.getKey() : e.getKey() + "=" + e.getValue())
                        .collect(Collectors.joining("&")),
                signed.entrySet().stream()
                        .map(e -> e.getKey() + ":" + e.getValue() + "\n")
                        .collect(Collectors.joining()),
                "",
                "UNSIGNED-PAYLOAD");
        String day = timestamp.substring(0, 8);
        String scope = day + "/cn-hangzhou/oss/aliyun_v4_request";
        String stringToSign = "OSS4-HMAC-SHA256\n" + timestamp + "\n" + scope + "\n"
                + HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(canonicalRequest.getBytes(UTF_8)));
        byte[] signingKey = ("aliyun_v4" + secret).getBytes(UTF_8);
        for (String part : scope.split("/")) {
            signingKey = hmac(signingKey, part);
        }
        return HexFormat.of().formatHex(hmac(signingKey, stringToSign));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(UTF_8));
    }

    private static String encode(String text, boolean slash) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain =
                    c < 0x80 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0 || (c == '/' && !slash));
            out.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        return out.toString();
    }
}
