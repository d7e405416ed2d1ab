using System.Diagnostics;

namespace Tocsin.Server.Http.Monitoring;

/// <summary>The figures of the process, under the names that dashboards know.</summary>
internal static class ProcessMetrics
{
    public static void Write(Exposition to)
    {
        using var process = Process.GetCurrentProcess();
        to.Counter("process_cpu_seconds", "Processor time of the process.").Add(process.TotalProcessorTime.TotalSeconds);
        to.Gauge("process_resident_memory_bytes", "Memory of the process.").Add(process.WorkingSet64);
        to.Gauge("process_start_time_seconds", "When the process was started, in Unix time.").Add(new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000.0);
        to.Gauge("process_threads", "Threads of the process.").Add(process.Threads.Count);
        var memory = GC.GetGCMemoryInfo();
        to.Gauge("dotnet_gc_heap_bytes", "Memory that objects take.").Add(memory.HeapSizeBytes);
        to.Counter("dotnet_gc_allocated_bytes", "Memory that objects have taken since the start.").Add(GC.GetTotalAllocatedBytes());
        to.Counter("dotnet_gc_pause_seconds", "Time the process was paused for garbage collection.").Add(GC.GetTotalPauseDuration().TotalSeconds);
        to.Counter("dotnet_gc_collections", "Garbage collections, by generation; those of a higher one count for the lower too.");
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
            to.Add(GC.CollectionCount(generation), ("generation", generation.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        to.Gauge("dotnet_threadpool_threads", "Threads of the pool.").Add(ThreadPool.ThreadCount);
        to.Gauge("dotnet_threadpool_queue_length", "Work that waits for a thread of the pool.").Add(ThreadPool.PendingWorkItemCount);
    }
}
