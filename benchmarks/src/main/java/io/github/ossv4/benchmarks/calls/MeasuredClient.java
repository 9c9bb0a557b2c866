// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.calls;

import io.github.ossv4.benchmarks.harness.SdkClassPath;
import java.util.ArrayList;
import java.util.List;

/**
 * A client that makes calls in its own JVM.
 *
 * @param isAsync whether it has asynchronous calls
 */
record MeasuredClient(String name, boolean isAsync, String classPath, String mainClass) {
    private static final String OWN_CLASS_PATH = System.getProperty("java.class.path");

    /** Plain OkHttp with the connections of ours, with which the others are compared. */
    static final MeasuredClient OKHTTP = new MeasuredClient("OkHttp", true, OWN_CLASS_PATH, OkHttp.class.getName());

    boolean makes(Call call) {
        return isAsync || !call.isAsync();
    }

    /** Returns OkHttp, ours, and the SDKs if they were built. */
    static List<MeasuredClient> all() {
        List<MeasuredClient> clients = new ArrayList<>();
        clients.add(OKHTTP);
        clients.add(new MeasuredClient("ossv4", true, OWN_CLASS_PATH, Ossv4.class.getName()));
        for (String version : SdkClassPath.VERSIONS) {
            // Our jar is last: only the loop of calls is taken from it.
            SdkClassPath.of(version)
                    .ifPresent(classPath -> clients.add(new MeasuredClient(
                            "SDK " + version,
                            version.equals("v2"),
                            classPath + ":" + OWN_CLASS_PATH,
                            "io.github.ossv4.benchmarks.sdk.Calls")));
        }
        return clients;
    }
}
