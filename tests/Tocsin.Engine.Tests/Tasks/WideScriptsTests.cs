using System.Globalization;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Nodes.Eval;
using Tocsin.Pipelines.Nodes.GroupBy;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Engine.Tests.Tasks;

/// <summary>What a script may name is named a hundred thousand times: each name may cost something, but not for each other name.</summary>
public sealed class WideScriptsTests
{
    // A few hundred milliseconds of a processor are what each takes; with the square of the names it is a minute and more.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void Points_are_grouped_by_many_tags()
    {
        CpuTime.Of(() =>
        {
            var node = new GroupByNode([.. Enumerable.Range(0, 100_000).Select(i => $"t{i}")]);

            var groups = NodeHarness.OnStream(node).Points([.. Enumerable.Range(0, 3).Select(i => $"m,t7={i} v=1 {i}")]).Emitted;

            groups.Should().HaveCount(3);
            groups[2].Should().Contain(",t7=2,t70=,");
        }).Should().BeLessThan(Patience);
    }

    [Fact]
    public async Task A_task_has_many_branches()
    {
        await using var rig = await TaskRig.StartAsync();
        var script = string.Join('\n', Enumerable.Repeat("stream|from()", 9_900));

        // It is bound and made on this thread, and kept on another.
        Task<TaskDefinition>? creating = null;
        CpuTime.Of(() => creating = rig.Tasks.CreateAsync(new TaskChange { Id = "t", Script = script, Dbrps = [TaskRig.Source], IsEnabled = true }))
            .Should().BeLessThan(Patience);
        await creating!; // Set above.

        CpuTime.Of(() =>
        {
            var running = rig.Engine.Running.Find("t")!; // It was started above.
            running.ReadStats().Nodes.Should().HaveCount(9_901);
            running.Dot(hasLabels: false).Should().EndWith("];\n}");
        }).Should().BeLessThan(Patience);
    }

    [Theory]
    [InlineData("union(s{0})")]
    [InlineData("join(s{0}).as('a', 'b')")]
    public async Task What_is_united_with_itself_again_and_again_is_refused(string node)
    {
        await using var rig = await TaskRig.StartAsync();
        var script = "var s0 = stream|from()\n" + string.Join('\n', Enumerable.Range(0, 40).Select(i => $"var s{i + 1} = s{i}|{string.Format(CultureInfo.InvariantCulture, node, i)}"));

        var create = () => rig.Tasks.CreateAsync(new TaskChange { Id = "t", Script = script, Dbrps = [TaskRig.Source], IsEnabled = true });

        (await create.Should().ThrowAsync<DefinitionException>()).WithMessage("each point would come to node * more than 10000 times*");
    }

    [Fact]
    public void An_eval_makes_no_more_fields_than_a_point_may_have()
    {
        var node = new EvalNode([.. Enumerable.Repeat(Script.Lambda("TRUE"), 10_001)]);
        node.As([.. Enumerable.Range(0, 10_001).Select(i => $"f{i}")]);

        Problems.Of(node).Should().Equal("eval: 10001 expressions make more fields than a point may have (10000)");
    }
}
