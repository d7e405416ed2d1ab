using System.Text;
using Tocsin.Dsl.Binding;
using Tocsin.Engine.Hosting;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Engine.Tests.Tasks;

/// <summary>What is written while a task gives its place to another is seen by one of them.</summary>
public sealed class TaskHandOverTests
{
    private const int Changes = 40;

    private static readonly Dbrp Source = new("db", "rp");

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Each_point_is_seen_once_while_a_task_is_restarted_changed_and_renamed(bool isChanged, bool isRenamed)
    {
        var raised = 0;
        await using var engine = new AlertEngine(new EngineSettings { Raised = _ => Interlocked.Increment(ref raised) });
        await engine.StartAsync();
        await engine.Tasks.CreateAsync(new TaskChange { Id = "t0", Script = ScriptOf(0), Dbrps = [Source], IsEnabled = true });
        var (written, isOver) = (0, false);
        var writers = Enumerable.Range(0, 3).Select(writer => Task.Run(async () =>
        {
            while (!Volatile.Read(ref isOver))
            {
                (await engine.Writer.WriteAsync(Encoding.UTF8.GetBytes($"m,writer={writer} value=1\nother value=2\n"), Source.Database, Source.RetentionPolicy, Precision.Parse("n"))).Should().BeEmpty();
                Interlocked.Increment(ref written);
            }
        })).ToList();

        for (var i = 1; i <= Changes; i++)
        {
            var id = isRenamed ? $"t{i - 1}" : "t0";
            await engine.Tasks.UpdateAsync(id, new TaskChange { Id = isRenamed ? $"t{i}" : "", Script = isChanged ? ScriptOf(i) : "", IsEnabled = true, IsRestart = true });
        }

        Volatile.Write(ref isOver, true);
        await Task.WhenAll(writers);
        await engine.Running.DrainAsync();

        written.Should().BeGreaterThan(0);
        raised.Should().Be(written);
    }

    [Fact]
    public async Task Writers_wait_for_nobody_when_no_task_follows()
    {
        await using var engine = new AlertEngine(new EngineSettings());
        await engine.StartAsync();
        await engine.Tasks.CreateAsync(new TaskChange { Id = "t", Script = ScriptOf(0), Dbrps = [Source], IsEnabled = true });
        var isOver = false;
        var writer = Task.Run(async () =>
        {
            while (!Volatile.Read(ref isOver))
                await engine.Writer.WriteAsync("m value=1"u8.ToArray(), Source.Database, Source.RetentionPolicy, Precision.Parse("n"));
        });

        for (var i = 0; i < Changes; i++)
            await engine.Tasks.UpdateAsync("t", new TaskChange { IsEnabled = i % 2 == 1 });
        await engine.Tasks.DeleteAsync("t");

        Volatile.Write(ref isOver, true);
        await writer;
        engine.Running.All.Should().BeEmpty();
    }

    private static string ScriptOf(int number) => $"stream|from().measurement('m')|alert().id('{number}').crit(lambda: \"value\" > 0)\n";
}
