using System.Diagnostics;
using System.Globalization;

namespace Tocsin.Server.Http.Monitoring;

/// <summary>The figures of the process, under the names that dashboards know.</summary>
internal static class ProcessFigures
{
    public static readonly IReadOnlyList<Figure> All =
    [
        Figure.Counter("process_cpu_seconds", "Processor time of the process.", OfProcess(process => process.TotalProcessorTime.TotalSeconds)),
        Figure.Gauge("process_resident_memory_bytes", "Memory of the process.", OfProcess(process => process.WorkingSet64)),
        Figure.Gauge("process_start_time_seconds", "When the process was started, in Unix time.", OfProcess(process => new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000.0)),
        Figure.Gauge("process_threads", "Threads of the process.", OfProcess(process => process.Threads.Count)),
        Figure.Gauge("dotnet_gc_heap_bytes", "Memory that objects take.", static () => GC.GetGCMemoryInfo().HeapSizeBytes),
        Figure.Counter("dotnet_gc_allocated_bytes", "Memory that objects have taken since the start.", static () => GC.GetTotalAllocatedBytes()),
        Figure.Counter("dotnet_gc_pause_seconds", "Time the process was paused for garbage collection.", static () => GC.GetTotalPauseDuration().TotalSeconds),
        Figure.Counter("dotnet_gc_collections", "Garbage collections, by generation; those of a higher one count for the lower too.", static () =>
            Enumerable.Range(0, GC.MaxGeneration + 1).Select(generation => Figure.Of(GC.CollectionCount(generation), "generation", generation.ToString(CultureInfo.InvariantCulture)))),
        Figure.Gauge("dotnet_threadpool_threads", "Threads of the pool.", static () => ThreadPool.ThreadCount),
        Figure.Gauge("dotnet_threadpool_queue_length", "Work that waits for a thread of the pool.", static () => ThreadPool.PendingWorkItemCount),
    ];

    private static Func<double> OfProcess(Func<Process, double> read) => () =>
    {
        using var process = Process.GetCurrentProcess();
        return read(process);
    };
}
