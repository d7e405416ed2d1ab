using System.Diagnostics;

namespace Tocsin.Engine.Statistics;

/// <summary>What the run-time knows of its memory and threads, under the names that users of the peer know for the same.</summary>
public static class MemoryFigures
{
    /// <returns>Each as field of a point, as key of <c>memstats</c>, and its value.</returns>
    public static IReadOnlyList<(string Point, string Memstats, long Value)> Read()
    {
        var memory = GC.GetGCMemoryInfo();
        var allocated = GC.GetTotalMemory(forceFullCollection: false);
        return
        [
            ("alloc_bytes", "Alloc", allocated),
            ("heap_alloc_bytes", "HeapAlloc", allocated),
            ("heap_idle_bytes", "HeapIdle", Math.Max(0, memory.TotalCommittedBytes - allocated)),
            ("heap_in_use_bytes", "HeapInuse", memory.HeapSizeBytes),
            ("heap_sys_bytes", "HeapSys", memory.TotalCommittedBytes),
            ("num_gc", "NumGC", GC.CollectionCount(0)),
            ("num_goroutine", "NumGoroutine", ThreadPool.ThreadCount),
            ("pause_total_ns", "PauseTotalNs", (long)GC.GetTotalPauseDuration().TotalNanoseconds),
            ("sys_bytes", "Sys", Process.GetCurrentProcess().WorkingSet64),
            ("total_alloc_bytes", "TotalAlloc", GC.GetTotalAllocatedBytes()),
        ];
    }
}
