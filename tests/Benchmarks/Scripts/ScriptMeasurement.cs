using System.Diagnostics;
using System.Globalization;
using Tocsin.Benchmarks.Workloads;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Functions;
using Tocsin.Scripting.Functions;
using Tocsin.Scripting.Hosting;

namespace Tocsin.Benchmarks.Scripts;

/// <summary>What a function costs that is a C# script, against the built-in way to the same.</summary>
internal static class ScriptMeasurement
{
    private const int Rounds = 15;
    private const int Batches = 40;
    private const string From = "stream|from().measurement('cpu').groupBy('host')";

    private static readonly (string File, string Text)[] Files =
    [
        ("twice.csx", "[LambdaFunction(\"twice\")]\nstatic double Twice(double value) => value * 2;"),
        ("doubled.csx", """
            [PipelineFunction("doubled")]
            class Doubled : IStreamFunction
            {
                public void OnPoint(PointView point, PointOutput output) => output.Change(point).Set("x", point["usage_idle"].Number * 2).Emit();
            }
            """),
        ("busy.csx", """
            [PipelineFunction("busy")]
            class Busy : IStreamFunction
            {
                public void OnPoint(PointView point, PointOutput output)
                {
                    if (point["usage_idle"].Number < 10.0)
                        output.Emit(point);
                }
            }
            """),
    ];

    public static void Run()
    {
        var folder = Directory.CreateTempSubdirectory("tocsin-benchmark-");
        try
        {
            foreach (var (file, text) in Files)
                File.WriteAllText(Path.Combine(folder.FullName, file), text);
            using var host = new CsxHost(new CsxSettings());
            var start = Stopwatch.GetTimestamp();
            using var functions = host.OpenFunctions(folder.FullName);
            Console.WriteLine($"the first three scripts: {Stopwatch.GetElapsedTime(start).TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture)} ms");
            if (functions.Errors.Count > 0)
                throw new InvalidOperationException(string.Join('\n', functions.Errors));
            var set = functions.Functions.Aggregate(FunctionSet.Empty, static (set, function) => set.TryAdd(function, out var more, out var error) ? more : throw new InvalidOperationException(error));

            Compare("where with a lambda", "|where(lambda: \"usage_idle\" * 2.0 < 20.0)", "|where(lambda: twice(\"usage_idle\") < 20.0)", set);
            Compare("a node that drops points", "|where(lambda: \"usage_idle\" < 10.0)", "@busy()", set);
            Compare("a node that adds a field", "|eval(lambda: \"usage_idle\" * 2.0).as('x').keep()", "@doubled()", set);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Compare(string what, string builtIn, string script, FunctionSet functions)
    {
        var (left, right) = (new Side(From + builtIn, functions), new Side(From + script, functions));
        for (var round = 0; round < Rounds; round++)
        {
            left.Round();
            right.Round();
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {left.Best:F0} ns, {left.Allocated} B built in; {right.Best:F0} ns, {right.Allocated} B as a script; ratio {right.Best / left.Best:F2}"));
    }

    // The fastest round is the one that other work disturbed least.
    private sealed class Side(string script, FunctionSet functions)
    {
        private readonly ScriptPipeline _pipeline = new(script, functions);

        public double Best { get; private set; } = double.MaxValue;

        public long Allocated { get; private set; }

        public void Round()
        {
            var batch = _pipeline.Read(CpuLines.Cpu());
            var before = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            for (var n = 0; n < Batches; n++)
                _pipeline.Process(batch);
            Best = Math.Min(Best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / (Batches * CpuLines.Count));
            Allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / (Batches * CpuLines.Count);
        }
    }
}
