// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples.spark;

import static org.apache.spark.sql.functions.col;

import io.github.ossv4.directories.DeletionLimitException;
import io.github.ossv4.directories.Directories;
import io.github.ossv4.directories.DirectoryOptions;
import io.github.ossv4.directories.DirectoryResult;
import io.github.ossv4.directories.EmptySourceException;
import io.github.ossv4.list.DeleteMultipleObjects;
import io.github.ossv4.list.ListedObject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
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
        Dataset<Row> extra = stored.filter(KeyRange.IS_NO_MARKER).join(files, new String[] {"key"}, "leftanti");
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

    /**
     * Deletes the objects. {@code folder} receives a row for each, with the reason if it is kept. Before up to 1,000
     * objects are deleted, the source is checked for the file of each, then they are listed again ({@link
     * Directories#deleteListed}).
     */
    void delete(SparkSession spark, Dataset<Row> extra, String folder) {
        int tasks = (int) (extra.count() / OBJECTS_OF_TASK) + 1;
        // Neighbours are listed again together.
        Dataset<Row> sorted = extra.repartitionByRange(tasks, col("key")).sortWithinPartitions("key");
        Dataset<Row> deleted = HadoopFiles.save(spark, sorted.toJavaRDD().mapPartitions(this::delete), DELETED, folder);
        long kept = deleted.filter("kept is not null").count();
        System.out.printf("%d objects deleted, %d not; listed in %s%n", deleted.count() - kept, kept, folder);
    }

    private Iterator<Row> delete(Iterator<Row> extra) throws IOException {
        Path root = new Path(source);
        FileSystem system = HadoopFiles.fileSystem(root);
        if (extra.hasNext() && !system.listStatusIterator(root).hasNext()) {
            throw new FileNotFoundException("SOURCE no longer has files, so this task deletes nothing: " + source);
        }
        List<Row> outcomes = new ArrayList<>();
        List<ListedObject> batch = new ArrayList<>();
        while (extra.hasNext()) {
            Row object = extra.next();
            String kept = reasonToKeep(system, object.getAs("key"));
            if (kept == null) {
                batch.add(listed(object));
            } else {
                outcomes.add(RowFactory.create(object.getAs("key"), kept));
            }
            if (batch.size() == DeleteMultipleObjects.MAX_OBJECTS || !extra.hasNext()) {
                outcomes.addAll(delete(batch));
                batch.clear();
            }
        }
        return outcomes.iterator();
    }

    /** Returns why an object is kept because of the source; null if it can be deleted. */
    private @Nullable String reasonToKeep(FileSystem system, String key) throws IOException {
        try {
            // Hadoop may normalize a key to the path of another file. Then the object is kept.
            Path path = new Path(source + key.substring(target.path().length()));
            return system.exists(path) ? "the source has it now" : null;
        } catch (IllegalArgumentException e) {
            return "its name is not valid in the source";
        }
    }

    private static ListedObject listed(Row row) {
        Long time = row.getAs("storedTime");
        ListedObject.Builder object = ListedObject.builder(row.getAs("key"), row.<Long>getAs("storedSize"))
                .etag(row.getAs("storedEtag"));
        return (time == null ? object : object.lastModified(Instant.ofEpochMilli(time))).build();
    }

    private List<Row> delete(List<ListedObject> objects) {
        DirectoryResult result = Directories.of(target.client()).deleteListed(objects);
        List<Row> rows = new ArrayList<>();
        result.deleted().forEach(object -> rows.add(RowFactory.create(object.key(), null)));
        result.skipped().forEach(object -> rows.add(RowFactory.create(object.key(), object.reason())));
        result.failed().forEach(object -> rows.add(RowFactory.create(object.key(), String.valueOf(object.failure()))));
        return rows;
    }
}
