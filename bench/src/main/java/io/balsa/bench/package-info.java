/**
 * The performance suite: measures Balsa on the machine at hand, says how near it comes to what the machine allows, and leaves a
 * page to look at.
 *
 * <pre>
 *   {@link io.balsa.bench.Main}   command line
 *     run/                        a run from beginning to end
 *       profile/                  what it is to do
 *       environment/, probe/      what it runs on
 *       cluster/, load/, failover/  three nodes, load on them, their leader killed
 *       jmh/                      stages alone
 *     compare/                    two branches, a build with itself, a build with a baseline
 *       fork/                     benchmarks in JVMs of their own that take turns
 *       verdict/                  whether one is slower
 *     tune/                       which settings suit the machine
 *     profiling/                  where time goes, bytes are allocated, threads wait: flame graphs, of one branch and of two
 *     doctor/                     whether the machine is fit
 *     history/                    every figure over commits
 *     election/                   the Raft paper's election times, again
 *     log/                        the log beside bare loops, in turns: a command of its own
 *       stages/                   where the time of a command goes on its leader
 *       stats/, result/           histograms, files
 *       report/                   tables and page
 * </pre>
 *
 * <p>The load speaks the protocol that users speak, through the client that users have; nothing is measured by a short cut.
 */
@NullMarked
package io.balsa.bench;

import org.jspecify.annotations.NullMarked;
