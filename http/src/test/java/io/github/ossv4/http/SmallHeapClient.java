// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.io.InputStream;

/** A process that puts or gets one large object and prints its CRC64, or receives a list or an error. */
final class SmallHeapClient {
    private SmallHeapClient() {}

    public static void main(String[] arguments) throws IOException {
        try (BucketClient bucket = BucketClient.builder(arguments[0], "examplebucket")
                .region("cn-hangzhou")
                .credentials(Credentials.of("id", "secret"))
                .build()) {
            if (arguments[1].equals("list")) {
                System.out.println(
                        bucket.list("").pages().iterator().next().entries().size());
                return;
            } else if (arguments[1].startsWith("upload") || arguments[1].equals("write")) {
                System.out.println(stream(bucket, arguments[1], Long.parseLong(arguments[2])));
                return;
            } else if (arguments[1].equals("error")) {
                System.out.println(error(bucket));
                return;
            }
            long crc64 = arguments[1].equals("put") ? put(bucket, Long.parseLong(arguments[2])) : get(bucket);
            System.out.println(Crc64.toString(crc64));
        }
    }

    private static String error(BucketClient bucket) throws IOException {
        try {
            return bucket.getText("k");
        } catch (ServiceException e) {
            return e.status() + " " + e.code();
        }
    }

    /** Uploads a stream of unknown length. */
    private static String stream(BucketClient bucket, String call, long size) {
        InputStream bytes = new Counting(size);
        try {
            PutResult result =
                    call.equals("write") ? write(bucket, bytes) : bucket.upload("large", bytes, options(call));
            return Crc64.toString(result.crc64());
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    private static UploadOptions options(String call) {
        return call.equals("upload")
                ? UploadOptions.NONE
                : UploadOptions.builder().partSize(16 * 1024 * 1024).build();
    }

    private static PutResult write(BucketClient bucket, InputStream bytes) throws IOException {
        try (UploadStream stream = bucket.openUpload("large")) {
            bytes.transferTo(stream);
            return stream.complete();
        }
    }

    private static long put(BucketClient bucket, long size) throws IOException {
        PutResult result = bucket.put("large", Body.of(new Counting(size), size));
        if (!result.isCrcChecked()) {
            throw new AssertionError("not checked");
        }
        return result.crc64();
    }

    private static long get(BucketClient bucket) throws IOException {
        try (GetResult result = bucket.get("large")) {
            byte[] piece = new byte[8192];
            Crc64 crc64 = new Crc64();
            InputStream stream = result.stream();
            for (int read = stream.read(piece); read >= 0; read = stream.read(piece)) {
                crc64.update(piece, 0, read);
            }
            if (!result.isCrcChecked()) {
                throw new AssertionError("not checked");
            }
            return crc64.getValue();
        }
    }

    /** A stream in which each byte differs from the one before. */
    private static final class Counting extends InputStream {
        private long left;
        private byte next;

        Counting(long size) {
            this.left = size;
        }

        @Override
        public int read() {
            return left-- > 0 ? next++ & 0xff : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            int count = (int) Math.min(length, left);
            for (int i = 0; i < count; i++) {
                bytes[offset + i] = next++;
            }
            left -= count;
            return count == 0 ? -1 : count;
        }
    }
}
