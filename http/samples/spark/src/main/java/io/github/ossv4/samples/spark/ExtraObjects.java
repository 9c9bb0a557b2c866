// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples.spark;

import io.github.ossv4.directories.DeletionLimitException;
import io.github.ossv4.directories.DirectoryOptions;
import io.github.ossv4.directories.EmptySourceException;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.list.DeleteMultipleObjects;
import io.github.ossv4.list.ObjectVersion;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The deletion of objects without a file in the source, after a complete copy. */
record ExtraObjects(OssLocation target, String source) implements Serializable {
    private static final StructType DELETED = StructType.fromDDL("key STRING, kept STRING");

    private static final long OBJECTS_OF_TASK = 10_000;

    /**
     * Returns the objects without a file. Throws before anything is changed if the source has no files, or if more
     * objects than the limit would be deleted.
     */
    Dataset<Row> find(Dataset<Row> files, Dataset<Row> stored, DirectoryOptions options) throws IOException {
        // Empty objects such as "logs/" are the folders of consoles.
        Dataset<Row> extra =
                stored.filter("not (storedSize = 0 and key like '%/')").join(files, new String[] {"key"}, "leftanti");
        try {
            options.checkDeletions(source, files.count(), target.path(), extra.count(), stored.count());
        } catch (EmptySourceException e) {
            throw new IOException("SOURCE has no files, so --delete would delete all objects: " + source, e);
        } catch (DeletionLimitException e) {
            throw new IOException(
                    "--delete allows " + options.deletionLimit() + ", but " + e.extraCount() + " of " + e.targetCount()
                            + " objects would be deleted; nothing was changed. Repeat with a larger limit and --resume",
                    e);
        }
        return extra;
    }

    /** Deletes the objects. {@code folder} receives a row for each, with the reason if it is kept. */
    void delete(SparkSession spark, Dataset<Row> extra, String folder) {
        int tasks = (int) (extra.count() / OBJECTS_OF_TASK) + 1;
        Dataset<Row> deleted = HadoopFiles.save(
                spark, extra.repartition(tasks).toJavaRDD().mapPartitions(this::delete), DELETED, folder);
        long kept = deleted.filter("kept is not null").count();
        System.out.printf("%d objects deleted, %d kept; listed in %s%n", deleted.count() - kept, kept, folder);
    }

    private Iterator<Row> delete(Iterator<Row> extra) throws IOException {
        Path root = new Path(source);
        FileSystem system = HadoopFiles.fileSystem(root);
        if (extra.hasNext() && !system.listStatusIterator(root).hasNext()) {
            throw new FileNotFoundException("SOURCE no longer has files, so this task deletes nothing: " + source);
        }
        List<Row> outcomes = new ArrayList<>();
        List<String> batch = new ArrayList<>();
        while (extra.hasNext()) {
            Row object = extra.next();
            String key = object.getAs("key");
            ObjectMetadata stored = target.find(key);
            String kept = stored == null ? null : reasonToKeep(system, object, stored);
            if (stored == null || kept != null) {
                outcomes.add(RowFactory.create(key, kept));
            } else {
                batch.add(key);
            }
            if (batch.size() == DeleteMultipleObjects.MAX_OBJECTS || !extra.hasNext()) {
                outcomes.addAll(delete(batch));
                batch.clear();
            }
        }
        return outcomes.iterator();
    }

    /** Returns why an object is kept; null if it can be deleted. */
    private @Nullable String reasonToKeep(FileSystem system, Row listed, ObjectMetadata stored) throws IOException {
        if (!isUnchanged(listed, stored)) {
            return "it has changed since it was listed";
        }
        try {
            // Hadoop may normalize a key to the path of another file. Then the object is kept.
            Path path = new Path(
                    source + listed.<String>getAs("key").substring(target.path().length()));
            return system.exists(path) ? "the source has it now" : null;
        } catch (IllegalArgumentException e) {
            return "its name is not valid in the source";
        }
    }

    private static boolean isUnchanged(Row listed, ObjectMetadata stored) {
        Long time = listed.getAs("storedTime");
        // The time of a list has milliseconds.
        return listed.<Long>getAs("storedSize") == stored.size()
                && Objects.equals(listed.getAs("storedEtag"), stored.etag())
                && time != null
                && stored.lastModified() != null
                && time / 1000 == stored.lastModified().getEpochSecond();
    }

    private List<Row> delete(List<String> keys) throws IOException {
        Set<String> failed = target.client().deleteAll(keys).failed().stream()
                .map(ObjectVersion::key)
                .collect(Collectors.toSet());
        return keys.stream()
                .map(key -> RowFactory.create(key, failed.contains(key) ? "OSS did not delete it" : null))
                .toList();
    }
}
