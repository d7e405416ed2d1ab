using System.Buffers;
using System.Globalization;
using System.Text;
using Tocsin.Dsl.Data;
using Tocsin.Engine.Tests.Nodes.Alert;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Influx.Answers;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Data.Json;
using Tocsin.Pipelines.Nodes.Query;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Recordings.Files;

namespace Tocsin.Engine.Tests.Nodes.Query;

/// <summary>Series with a hundred thousand tags, and points with as many fields: each name may cost something, but not for each other name.</summary>
public sealed class WideAnswersTests
{
    private const int Names = 100_000;

    // Less than a second of a processor is what each takes; with the square of the names it is a minute and more.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    [Fact]
    public void An_alert_is_raised_of_a_series_with_many_tags()
    {
        CpuTime.Of(() =>
        {
            var run = NodeHarness.OnBatches(AlertRun.Node("crit>10"));

            run.Feed(Answer());

            run.EmittedBatches.Should().ContainSingle().Which.Group.Tags.Count.Should().Be(Names);
        }).Should().BeLessThan(Patience);
    }

    [Fact]
    public void A_group_of_many_tags_is_written_down_and_found_again()
    {
        CpuTime.Of(() =>
        {
            var group = Answer().In(new GroupTable())!.Group; // There is room.

            var other = GroupKey.TryRead(GroupKey.Write(group), new GroupTable());

            other!.Tags.Find($"t{Names - 1}").Should().Be("x");
        }).Should().BeLessThan(Patience);
    }

    [Fact]
    public void A_series_with_many_tags_is_written_as_json()
    {
        CpuTime.Of(() =>
        {
            var batch = Answer().In(new GroupTable())!; // There is room.
            var text = new ArrayBufferWriter<byte>();

            SeriesJson.TryWriteRow(text, batch with { Group = new GroupTable().Nil }).Should().BeTrue();

            text.WrittenCount.Should().BeGreaterThan(Names * 10);
        }).Should().BeLessThan(Patience);
    }

    [Fact]
    public void A_recorded_point_has_many_fields()
    {
        var fields = string.Join(',', Enumerable.Range(0, Names).Select(i => string.Create(CultureInfo.InvariantCulture, $"\"f{i}\":{i}")));
        var line = Encoding.UTF8.GetBytes($$"""{"name":"m","points":[{"fields":{{{fields}}},"time":"2020-01-01T00:00:00Z"}]}""");

        CpuTime.Of(() =>
        {
            var batch = new BatchJson(new SeriesTable()).Read(new ReadOnlySequence<byte>(line));

            batch.Points.Should().ContainSingle().Which.Layout.Count.Should().Be(Names);
        }).Should().BeLessThan(Patience);
    }

    private static SourceBatch Answer()
    {
        using var rows = new AnswerRows(new SeriesTable(), AnswerMemory.Unlimited) { Stop = 10 };
        rows.Begin(new InfluxSeries("m", [.. Enumerable.Range(0, Names).Select(i => KeyValuePair.Create($"t{i}", "x")).OrderBy(tag => tag.Key, Utf8Order.Comparer)], ["time", "v"]));
        rows.Add([InfluxCell.Of(1L), InfluxCell.Of(20.0)]);
        rows.End();
        return rows.Take().Batches[0];
    }
}
