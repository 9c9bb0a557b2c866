// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.list.ListedObject;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A process that lists all objects, deletes them by the list, and prints both numbers and a hash of the keys. */
final class ManyKeysClient {
    private ManyKeysClient() {}

    public static void main(String[] arguments) throws IOException {
        try (BucketClient bucket = BucketClient.builder(arguments[0], "examplebucket")
                .region("cn-hangzhou")
                .credentials(Credentials.of("id", "secret"))
                .build()) {
            long listed = 0;
            int hash = 0;
            for (ListedObject object : bucket.list("")) {
                listed++;
                hash = 31 * hash + hash(object.key());
            }
            DeleteAllResult result = bucket.deleteAll(bucket.list("").map(ListedObject::key));
            System.out.println(listed + " " + result.deletedCount() + " " + hash + " "
                    + bucket.list("").iterator().hasNext());
        }
    }

    static int hash(String key) {
        return Arrays.hashCode(key.getBytes(StandardCharsets.UTF_8));
    }
}
