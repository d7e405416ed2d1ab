using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Engine.Tests.Data.LineProtocol;

/// <summary>A line of a series whose fields are known is read by another way than the first one: both must say the same.</summary>
public sealed class KnownFieldsTests
{
    private static readonly Gen<string> FieldText = Gen.Elements(
        "1", "-1.5", "1e3", "12345678901234567890", ".5", "5.", "-", "1i", "-9223372036854775808i", "9223372036854775808i", "i", "1.5i", "t", "T",
        "true", "TRUE", "True", "tRUE", "tru", "f", "FALSE", "falsey", "\"\"", "\"a b\"", "\"a,b=c\"", "\"\\\"q\\\"\"", "\"ä\"", "\"open",
        "\"two\nlines\"", "\"x\"y", "");

    private static readonly Gen<string> Line =
        from fields in Gen.NonEmptyListOf(from name in Gen.Elements("a", "b", "c\\ d") from value in FieldText select $"{name}={value}")
        from end in Gen.Elements(" 1", "", " 1 ", "\r", " x", ",", " 9223372036854775807")
        select $"m,h=x {string.Join(',', fields.Take(3))}{end}";

    [Fact]
    public void Any_line_reads_the_same_whatever_the_line_before_was() => Prop.ForAll(
        Arb.From(from first in Line from second in Line select (First: first, Second: second)),
        lines =>
        {
            var alone = Read(new SeriesTable(), lines.Second);
            var table = new SeriesTable();
            Read(table, lines.First);
            Read(table, lines.Second).Should().Equal(alone);
            Read(table, lines.Second).Should().Equal(alone);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Text_of_a_point_that_is_used_again_is_the_new_lines()
    {
        var table = new SeriesTable();

        Read(table, "m s=\"one\",n=1 1\nm s=\"two\",n=2 2").Should().Equal("m n=1,s=\"one\" @0.000000001", "m n=2,s=\"two\" @0.000000002");
        Read(table, "m s=\"two\",n=3 1\nm s=\"tw\",n=4 2").Should().Equal("m n=3,s=\"two\" @0.000000001", "m n=4,s=\"tw\" @0.000000002");
    }

    [Fact]
    public void Line_with_more_fields_than_any_agent_writes_is_refused_and_harms_no_other()
    {
        var fields = string.Join(',', Enumerable.Range(0, LineProtocolReader.MostFields + 1).Select(n => $"f{n}=1"));

        Read(new SeriesTable(), $"m {fields} 1\nm v=1 2").Should().Equal(
            "m v=1 @0.000000002", $"line 1 char {fields.Length + 2 - ",f10000=1".Length + 1}: the line has more than 10000 fields: write some of them in a line of their own");
    }

    private static List<string> Read(SeriesTable table, string text)
    {
        var batch = PointBatch.Rent(table.OriginOf("db", "rp"));
        var errors = LineProtocolReader.Read(Encoding.UTF8.GetBytes(text), table, batch, Precision.Nanosecond, 0);
        var groups = new GroupTable();
        List<string> read =
        [
            .. batch.Points.ToArray().Select(point => Print.Point(point, groups.Find(Dimensions.Of(point.Tags), point.Name, point.Tags))),
            .. errors.Select(error => error.ToString()),
        ];
        batch.Release();
        return read;
    }
}
