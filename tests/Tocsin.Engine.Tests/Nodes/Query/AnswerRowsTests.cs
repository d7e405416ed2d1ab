using Tocsin.Dsl.Data;
using Tocsin.Influx.Answers;
using Tocsin.Influx.Connections;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Nodes.Query;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Engine.Tests.Nodes.Query;

/// <summary>Batches made of an answer.</summary>
public sealed class AnswerRowsTests
{
    private static readonly string[] Columns = ["time", "v", "n", "t", "b"];

    [Fact]
    public void Null_is_no_field_and_a_row_of_nulls_no_point()
    {
        var batches = Read(
            rows => rows.Add([InfluxCell.Of(1L), InfluxCell.Of(1.5), InfluxCell.Of(2L), InfluxCell.Of("x"), InfluxCell.Of(true)]),
            rows => rows.Add([InfluxCell.Of(2L), default, default, default, default]),
            rows => rows.Add([InfluxCell.Of(3L), default, InfluxCell.Of(4L), default, InfluxCell.Of(false)]),
            rows => rows.Add([InfluxCell.Of(4L), InfluxCell.Of(2L), default, default, default]));

        Print(batches).Should().Equal("m{h=a,z=}@10: 1 v=1.5 n=2 t=x b=1; 3 n=4 b=0; 4 v=2");
    }

    [Fact]
    public void More_columns_than_a_point_has_fields_are_refused()
    {
        using var rows = new AnswerRows(new SeriesTable(), new AnswerMemory(1024 * 1024)) { Stop = 10 };

        rows.Invoking(it => it.Begin(new InfluxSeries("wide", [], [.. Enumerable.Range(0, 10_001).Select(i => $"f{i}")]))).Should().Throw<InfluxException>()
            .WithMessage("the answer has 10001 columns for 'wide', more than the 10000 that are taken*");
    }

    [Fact]
    public void A_series_of_nulls_is_an_empty_batch() =>
        Print(Read(rows => rows.Add([InfluxCell.Of(1L), default, default, default, default]))).Should().Equal("m{h=a,z=}@10:");

    [Fact]
    public void A_batch_in_spans_of_time_ends_with_its_latest_point()
    {
        Print(Read(endsWithPoints: true, [rows => Row(rows, 9), rows => Row(rows, 3)])).Should().Equal("m{h=a,z=}@9: 9 n=1; 3 n=1");
        Print(Read(endsWithPoints: true, [])).Should().Equal("m{h=a,z=}@10:");
    }

    [Theory]
    [InlineData("2020-01-01T00:00:00.000000001Z", 1_577_836_800_000_000_001)]
    [InlineData("2020-01-01T01:00:00.5+01:00", 1_577_836_800_500_000_000)]
    [InlineData("1969-12-31T23:59:59.25Z", -750_000_000)]
    public void Times_may_be_texts(string text, long nanoseconds) =>
        Read(rows => rows.Add([InfluxCell.Of(text), InfluxCell.Of(1L), default, default, default]))[0].Points[0].Time.Should().Be(nanoseconds);

    [Fact]
    public void What_is_no_time_is_told() =>
        FluentActions.Invoking(() => Read(rows => rows.Add([InfluxCell.Of("noon"), InfluxCell.Of(1L), default, default, default])))
            .Should().Throw<InfluxException>().WithMessage("the time of a row of 'm' is 'noon', which is not a time");

    [Fact]
    public void Answers_share_their_memory_and_give_it_back()
    {
        var memory = new AnswerMemory(1024 * 1024);
        var first = Fill(memory, 1000);
        var problem = FluentActions.Invoking(() => Fill(memory, 10_000)).Should().Throw<InfluxException>().Which;
        problem.Failure.Should().Be(InfluxFailure.TooLarge);
        problem.Message.Should().Be("the answer takes more than is left of the 1 MiB that answers to queries may take together: ask for a shorter period or for aggregates, or raise limits.answer-bytes");

        first.Dispose();
        for (var i = 0; i < 20; i++)
            Fill(memory, 1000).Dispose(); // More than the limit, were it not given back.
    }

    private static BatchAnswer Fill(AnswerMemory memory, int rows)
    {
        using var reading = new AnswerRows(new SeriesTable(), memory) { Stop = 10 };
        Begin(reading);
        for (var i = 0; i < rows; i++)
            Row(reading, i);
        reading.End();
        return reading.Take();
    }

    private static IReadOnlyList<SourceBatch> Read(params Action<AnswerRows>[] rows) => Read(false, rows);

    private static IReadOnlyList<SourceBatch> Read(bool endsWithPoints, Action<AnswerRows>[] rows)
    {
        using var reading = new AnswerRows(new SeriesTable(), AnswerMemory.Unlimited) { Stop = 10, EndsWithPoints = endsWithPoints };
        Begin(reading);
        foreach (var row in rows)
            row(reading);
        reading.End();
        return reading.Take().Batches;
    }

    private static void Begin(AnswerRows rows) => rows.Begin(new InfluxSeries("m", [new("z", ""), new("h", "a")], Columns));

    private static void Row(AnswerRows rows, long time) => rows.Add([InfluxCell.Of(time), default, InfluxCell.Of(1L), default, default]);

    private static IEnumerable<string> Print(IReadOnlyList<SourceBatch> batches) => batches.Select(batch =>
        $"{batch.Name}{{{string.Join(',', batch.Tags.Pairs().Select(tag => $"{tag.Key}={tag.Value}"))}}}@{batch.Time}:{string.Join(';', batch.Points.Select(Print))}");

    private static string Print(Point point) => $" {point.Time} " + string.Join(' ', Enumerable.Range(0, point.Layout.Count).Select(slot =>
        $"{point.Layout.NameAt(slot)}={point.Layout.TypeAt(slot) switch { FieldType.Float => point.Float(slot).ToString(System.Globalization.CultureInfo.InvariantCulture), FieldType.String => point.Text(slot), _ => point.Integer(slot).ToString(System.Globalization.CultureInfo.InvariantCulture) }}"));
}
