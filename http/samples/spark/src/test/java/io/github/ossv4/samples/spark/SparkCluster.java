// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples.spark;

import io.github.ossv4.emulator.Emulator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A master and two workers as processes on loopback. Their executors are JVMs of their own. */
final class SparkCluster implements AutoCloseable {
    private final List<SparkProcess> workers = new ArrayList<>();
    private final SparkProcess master;
    private final String url;
    private final Path folder;
    private final Map<String, String> environment;

    /** @param folder receives the folders of the executors */
    SparkCluster(Path folder, Emulator emulator) throws IOException, InterruptedException {
        this.folder = folder;
        this.environment = Map.of(
                "OSS_ENDPOINT", emulator.endpoint(),
                "OSS_REGION", emulator.region(),
                "OSS_ACCESS_KEY_ID", emulator.accessKeyId(),
                "OSS_ACCESS_KEY_SECRET", emulator.accessKeySecret());
        master = SparkProcess.start(
                Map.of(),
                List.of(
                        "org.apache.spark.deploy.master.Master",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        "0",
                        "--webui-port",
                        "0"));
        url = master.await("Starting Spark master at (spark://\\S+)").group(1);
        for (int worker = 1; worker <= 2; worker++) {
            // Spark never runs two copies of a task on one host.
            String host = "127.0.0." + worker;
            Map<String, String> own = new HashMap<>(environment);
            own.put("SPARK_LOCAL_IP", host);
            workers.add(SparkProcess.start(
                    own,
                    List.of(
                            "org.apache.spark.deploy.worker.Worker",
                            "--host",
                            host,
                            "--webui-port",
                            "0",
                            "--cores",
                            "2",
                            "--memory",
                            "1g",
                            "--work-dir",
                            folder.resolve("worker" + worker).toString(),
                            url)));
        }
        for (SparkProcess worker : workers) {
            worker.await("Successfully registered with master");
        }
    }

    /** Starts a job with its driver in a process of its own, and two executors of two cores. */
    SparkProcess submit(Class<?> job, Map<String, String> settings, String... arguments) throws IOException {
        Map<String, String> all = new HashMap<>(Map.of(
                "spark.master", url,
                "spark.driver.host", "127.0.0.1",
                "spark.ui.enabled", "false",
                "spark.executor.memory", "512m",
                "spark.executor.extraClassPath", SparkProcess.TEST_CLASSES,
                "spark.executor.extraJavaOptions", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
                "spark.speculation", "true",
                "spark.sql.shuffle.partitions", "4",
                "spark.eventLog.enabled", "true",
                "spark.eventLog.dir", folder.toUri().toString()));
        // Some clusters use Kryo.
        all.put("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
        all.putAll(settings);
        List<String> command = new ArrayList<>(List.of("org.apache.spark.deploy.SparkSubmit"));
        all.forEach((name, value) -> command.addAll(List.of("--conf", name + "=" + value)));
        command.addAll(List.of("--class", job.getName(), System.getProperty("jobs.jar")));
        command.addAll(List.of(arguments));
        return SparkProcess.start(environment, command);
    }

    /** Returns the executors that run. */
    List<ProcessHandle> executors() {
        return workers.stream()
                .flatMap(worker -> worker.process().children())
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    /** Waits until the executors of a killed driver have noticed it and ended. */
    void awaitNoExecutors() {
        executors().forEach(executor -> executor.onExit().join());
    }

    @Override
    public void close() {
        workers.forEach(SparkProcess::close);
        master.close();
    }
}
