package io.balsa.snapshot;

/**
 * What two nodes mean when they speak of the same snapshot file.
 *
 * @param index of the last log entry whose effect it holds
 * @param term of that entry
 * @param writer incarnation of the node that wrote the file first: another node's file of the same index may have other bytes
 * @param length of the file in bytes
 */
public record SnapshotId(long index, long term, long writer, long length) {}
