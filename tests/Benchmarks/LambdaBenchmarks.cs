using System.Text.RegularExpressions;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Tocsin.Benchmarks.Workloads;
using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Pipelines.Data;

namespace Tocsin.Benchmarks;

/// <summary>Evaluating a condition for points that were read before.</summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
public partial class LambdaBenchmarks
{
    private readonly CompiledExpression _threshold = Lambdas.Compile("\"usage_idle\" < 10.0");
    private readonly CompiledExpression _tagMatch = Lambdas.Compile("\"host\" =~ /^h\\d*[02468]$/");
    private readonly CompiledExpression _arithmetic = Lambdas.Compile("100.0 - \"usage_idle\" > 30.0 AND \"usage_user\" / 2.0 < 20.0");
    private readonly ExpressionState _thresholdState;
    private readonly ExpressionState _tagMatchState;
    private readonly ExpressionState _arithmeticState;
    private readonly PointBatch _batch;

    public LambdaBenchmarks()
    {
        _thresholdState = _threshold.CreateState();
        _tagMatchState = _tagMatch.CreateState();
        _arithmeticState = _arithmetic.CreateState();
        _batch = new ScriptPipeline("stream|from()").Read(CpuLines.Cpu());
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = CpuLines.Count)]
    [BenchmarkCategory("threshold")]
    public int ThresholdByHand()
    {
        var held = 0;
        foreach (var point in _batch.Points)
            held += point.Float(0) < 10.0 ? 1 : 0;
        return held;
    }

    [Benchmark(OperationsPerInvoke = CpuLines.Count)]
    [BenchmarkCategory("threshold")]
    public int Threshold() => Count(_threshold, _thresholdState);

    [Benchmark(Baseline = true, OperationsPerInvoke = CpuLines.Count)]
    [BenchmarkCategory("regex on a tag")]
    public int TagMatchByHand()
    {
        var regex = EvenHost();
        var held = 0;
        foreach (var point in _batch.Points)
            held += regex.IsMatch(point.Tags.Find("host")!) ? 1 : 0; // All lines of the workload have a host.
        return held;
    }

    [Benchmark(OperationsPerInvoke = CpuLines.Count)]
    [BenchmarkCategory("regex on a tag")]
    public int TagMatch() => Count(_tagMatch, _tagMatchState);

    [Benchmark(Baseline = true, OperationsPerInvoke = CpuLines.Count)]
    [BenchmarkCategory("arithmetic and AND")]
    public int ArithmeticByHand()
    {
        var held = 0;
        foreach (var point in _batch.Points)
            held += 100.0 - point.Float(0) > 30.0 && point.Float(1) / 2.0 < 20.0 ? 1 : 0;
        return held;
    }

    [Benchmark(OperationsPerInvoke = CpuLines.Count)]
    [BenchmarkCategory("arithmetic and AND")]
    public int Arithmetic() => Count(_arithmetic, _arithmeticState);

    [GeneratedRegex("^h\\d*[02468]$")]
    private static partial Regex EvenHost();

    private int Count(CompiledExpression expression, ExpressionState state)
    {
        var held = 0;
        foreach (var point in _batch.Points)
        {
            if (expression.TryEvaluateBool(point, state, out var value, out _) && value)
                held++;
        }

        return held;
    }
}
