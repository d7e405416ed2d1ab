using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Nodes.Alert;

namespace Tocsin.Engine.Tests.Nodes.Alert;

public sealed class AlertBatchTests
{
    private static readonly string[] Windows = ["5 15 25", "15 25 35", "35 36 37", "1 2 3", "1 1 1"];

    [Fact]
    public void A_batch_has_the_highest_level_and_the_time_of_the_first_point_that_has_it() =>
        Run(isForAll: false).Should().Equal("WARNING@20+0", "CRITICAL@50+30", "CRITICAL@60+40", "OK@120+100");

    [Fact]
    public void With_all_a_batch_has_the_lowest_level_and_its_own_time() =>
        Run(isForAll: true).Should().Equal("INFO@60+0", "CRITICAL@90+30", "OK@120+60");

    [Fact]
    public void An_empty_batch_changes_nothing()
    {
        var run = NodeHarness.OnBatches(AlertRun.Node("crit>10")).Batch(10, "m v=20 1").EmptyBatch(0, "m", 20);

        run.EmittedBatches.Should().ContainSingle();
    }

    [Fact]
    public void A_recovery_is_sent_even_while_the_alert_flaps()
    {
        var node = AlertRun.Node("crit>10");
        node.History = 2;
        node.Flapping(0.1, 0.5);

        var run = NodeHarness.OnBatches(node).Batch(10, "m v=20 1").Batch(20, "m v=5 11").Batch(30, "m v=20 21");

        run.EmittedBatches.Should().ContainSingle().Which.Time.Should().Be(20_000_000_000);
    }

    [Fact]
    public void Additions_go_to_all_points_and_added_tags_to_the_batch()
    {
        var node = AlertRun.Node("crit>10");
        (node.LevelField, node.DurationField, node.IdField, node.MessageField) = ("level", "", "", "");
        (node.LevelTag, node.IdTag, node.Id) = ("l", "i", "x");

        var run = NodeHarness.OnBatches(node).GroupedBy("h").Batch(10, "m,h=a v=5 1", "m,h=a v=20 2");

        run.Emitted.Should().Equal("m{h=a,i=x,l=CRITICAL}@10[level=\"CRITICAL\",v=5@1 level=\"CRITICAL\",v=20@2]");
    }

    private static IEnumerable<string> Run(bool isForAll)
    {
        var node = AlertRun.Node("info>10 warn>20 crit>30");
        node.Message = "{{ .Level }}@{{ .Time.Unix }}+{{ printf \"%.0f\" .Duration.Seconds }}";
        if (isForAll)
            node.All();
        var run = NodeHarness.OnBatches(node);
        for (var i = 0; i < Windows.Length; i++)
            run.Batch((i + 1) * 30, [.. Windows[i].Split(' ').Select((value, at) => $"m v={value} {(i * 30) + (at * 10)}")]);

        return run.EmittedBatches.Select(batch => batch.Points[0]).Select(point => point.Text(point.Layout.IndexOf("msg")) ?? "");
    }
}
