using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Tocsin.Benchmarks;

/// <summary>
/// Time and allocation of one point, beside the hand-written form. Runs in this process: a child process would have to be restored and
/// built first, which takes a network.
/// </summary>
public sealed class PerPointConfig : ManualConfig
{
    public PerPointConfig()
    {
        AddJob(Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithIterationTime(TimeInterval.FromMilliseconds(150))
            .WithWarmupCount(6)
            .WithIterationCount(10));
        AddColumnProvider(DefaultColumnProviders.Instance);
        // On a machine that does other work the fastest run says most.
        AddColumn(StatisticColumn.Min);
        AddDiagnoser(MemoryDiagnoser.Default);
        AddExporter(MarkdownExporter.GitHub);
        AddLogger(ConsoleLogger.Default);
        AddLogicalGroupRules(BenchmarkLogicalGroupRule.ByCategory);
        WithSummaryStyle(SummaryStyle.Default.WithTimeUnit(TimeUnit.Nanosecond));
        WithOptions(ConfigOptions.DisableLogFile);
    }
}
