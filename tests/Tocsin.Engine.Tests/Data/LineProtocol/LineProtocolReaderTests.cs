using System.Text;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Engine.Tests.Data.LineProtocol;

public sealed class LineProtocolReaderTests
{
    [Theory]
    [InlineData("m v=1 1000000000", "m v=1 @1")]
    [InlineData("m,b=2,a=1 v=1 1", "m,a=1,b=2 v=1 @0.000000001")]
    [InlineData("m v=1i,w=-2i", "m v=1i,w=-2i @0")]
    [InlineData("m v=9223372036854775807i,w=-9223372036854775808i", "m v=9223372036854775807i,w=-9223372036854775808i @0")]
    [InlineData("m v=.5,w=5.,x=-1e3,y=1.5E-3", "m v=0.5,w=5,x=-1000,y=0.0015 @0")]
    [InlineData("m a=t,b=T,c=true,d=True,e=TRUE", "m a=true,b=true,c=true,d=true,e=true @0")]
    [InlineData("m a=f,b=F,c=false,d=False,e=FALSE", "m a=false,b=false,c=false,d=false,e=false @0")]
    [InlineData("m v=\"a b,c=d\" 0", "m v=\"a b,c=d\" @0")]
    [InlineData("m v=\"say \\\"hi\\\" \\\\ \\n\" 0", "m v=\"say \"hi\" \\ \\n\" @0")]
    [InlineData("m v=\"\" 0", "m v=\"\" @0")]
    [InlineData("m\\ n\\,o,t\\ a\\,g=v\\ 1\\,2\\=3 f\\ i\\,e\\=ld=1 0", "m n,o,t a,g=v 1,2=3 f i,e=ld=1 @0")]
    [InlineData("C:\\temp v=1 0", "C:\\temp v=1 @0")]
    [InlineData("  \t m v=1 0", "m v=1 @0")]
    [InlineData("m   v=1   0  ", "m v=1 @0")]
    [InlineData("m v=1 0\r", "m v=1 @0")]
    [InlineData("m v=1\r", "m v=1 @0")]
    [InlineData("m v=1,v=2 0", "m v=2 @0")]
    [InlineData("m v=1,v=2i 0", "m v=2i @0")]
    [InlineData("日本,ホスト=東京 温度=21.5 0", "日本,ホスト=東京 温度=21.5 @0")]
    public void A_good_line_is_read(string line, string expected)
    {
        var read = Lines.Read(line);

        read.Errors.Should().BeEmpty();
        read.Printed.Should().Equal(expected);
    }

    [Theory]
    [InlineData("m", "line 1 char 1: the line has no fields")]
    [InlineData("m,h=a", "line 1 char 1: the line has no fields")]
    [InlineData("m ", "line 1 char 3: expected a field")]
    [InlineData(",h=a v=1", "line 1 char 1: the measurement before the first comma is empty")]
    [InlineData("m,h v=1", "tag 'h' has no value")]
    [InlineData("m,h= v=1", "tag 'h' has no value")]
    [InlineData("m,=a v=1", "a tag has no name")]
    [InlineData("m,h=a,h=b v=1", "tag 'h' is given twice")]
    [InlineData("m,h=a=b v=1", "the value of tag 'h' holds a bare '='")]
    [InlineData("m v", "line 1 char 3: expected a field")]
    [InlineData("m v=", "line 1 char 5: field 'v' has no value")]
    [InlineData("m =1", "line 1 char 3: a field has no name")]
    [InlineData("m v=1,", "line 1 char 7: expected a field")]
    [InlineData("m v=1,,w=2", "line 1 char 7: expected a field")]
    [InlineData("m v=abc", "line 1 char 5: field 'v' is neither a number")]
    [InlineData("m v=NaN", "field 'v' is neither a number")]
    [InlineData("m v=1u", "field 'v' is not a number")]
    [InlineData("m v=1.5i", "field 'v' is not an integer")]
    [InlineData("m v=-i", "field 'v' is not an integer")]
    [InlineData("m v=9223372036854775808i", "field 'v' does not fit a 64-bit integer")]
    [InlineData("m v=1.2.3", "field 'v' is not a number")]
    [InlineData("m v=1e", "field 'v' is not a number")]
    [InlineData("m v=1e400", "field 'v' is not a number")]
    [InlineData("m v=-", "field 'v' is not a number")]
    [InlineData("m v=\"open", "line 1 char 5: the text of field 'v' has no closing double quote")]
    [InlineData("m v=\"open\\", "the text of field 'v' has no closing double quote")]
    [InlineData("m v=\"a\"b", "expected a comma, a blank or the end of the line")]
    [InlineData("m v=1 abc", "line 1 char 7: the time is not a whole number")]
    [InlineData("m v=1 1.5", "expected the end of the line after the time")]
    [InlineData("m v=1 1 1", "expected the end of the line after the time")]
    [InlineData("m v=1 9223372036854775807", "the time lies outside")]
    [InlineData("m v=1 -9223372036854775808", "the time lies outside")]
    [InlineData("m v=1 99999999999999999999999", "the time lies outside")]
    public void A_bad_line_is_reported_with_its_place(string line, string expected)
    {
        var read = Lines.Read(line);

        read.Points.Should().BeEmpty();
        read.Errors.Should().ContainSingle().Which.Should().Contain(expected);
    }

    [Fact]
    public void Good_lines_are_kept_beside_bad_ones()
    {
        var read = Lines.Read("m v=1 1\nbad\n# a comment\n\nm v=2 2\nm v=x 3\nm v=3 3\n");

        read.Points.Select(point => point.Float(0)).Should().Equal(1, 2, 3);
        read.Errors.Select(error => error.Split(':')[0]).Should().Equal("line 2 char 1", "line 6 char 5");
    }

    [Fact]
    public void A_bad_line_of_a_known_shape_is_reported_too()
    {
        // The first line teaches the reader what to expect of the series.
        var read = Lines.Read("m v=1,w=1i 1\nm v=1,w=1 1\nm v=1,w=i 1\nm v=1,w=1i,x=t 1\nm v=1 1\nm v=1,w=1ii 1\nm v=5,w=6i 2");

        read.Printed.Should().Equal(
            "m v=1,w=1i @0.000000001", "m v=1,w=1 @0.000000001", "m v=1,w=1i,x=true @0.000000001", "m v=1 @0.000000001", "m v=5,w=6i @0.000000002");
        read.Errors.Select(error => error.Split(':')[0]).Should().Equal("line 3 char 9", "line 6 char 9");
    }

    [Fact]
    public void Errors_after_a_text_of_several_lines_have_their_own_place()
    {
        var read = Lines.Read("m v=\"one\ntwo\nthree\",w=x 1\nm v=y");

        read.Errors.Select(error => error.Split(':')[0]).Should().Equal("line 3 char 10", "line 4 char 5");
    }

    [Fact]
    public void No_more_than_a_hundred_bad_lines_are_reported()
    {
        var read = Lines.Read(string.Concat(Enumerable.Repeat("bad\n", 1000)) + "m v=1 1");

        read.Errors.Should().HaveCount(LineProtocolReader.MostErrors);
        read.Points.Should().ContainSingle();
    }

    [Fact]
    public void A_line_with_too_many_fields_is_refused_and_the_next_is_read()
    {
        var fields = string.Join(',', Enumerable.Range(0, LineProtocolReader.MostFields + 1).Select(i => $"f{i}=1"));

        var read = Lines.Read($"m {fields} 1\nm v=1 1");

        read.Errors.Should().ContainSingle().Which.Should().Contain("more than 10000 fields");
        read.Printed.Should().Equal("m v=1 @0.000000001");
    }

    [Fact]
    public void A_line_with_longer_tags_than_influx_takes_is_refused_and_the_next_is_read()
    {
        var tags = string.Concat(Enumerable.Range(0, 80_000).Select(i => $",t{i}=v"));

        var read = Lines.Read($"m{tags} v=1 1\nm v=1 1");

        read.Errors.Should().ContainSingle().Which.Should().Be(
            $"line 1 char 1: measurement and tags have {tags.Length + 1} bytes, more than 65535: leave tags out, or write them as fields");
        read.Printed.Should().Equal("m v=1 @0.000000001");
    }

    [Fact]
    public void A_body_read_in_parts_has_the_points_and_errors_of_one_that_is_read_at_once()
    {
        var text = string.Join('\n', Enumerable.Range(0, 50).Select(i => i % 7 == 3 ? "bad" : i % 5 == 0 ? $"m v=\"a\nb{i}\" {i}" : $"m,h={i} v={i} {i}"));
        var body = Encoding.UTF8.GetBytes(text);
        var table = new SeriesTable();
        var whole = PointBatch.Rent(table.OriginOf("db", "rp"));
        var errors = LineProtocolReader.Read(body, table, whole, Precision.Nanosecond, 0);

        var times = new List<long>();
        var progress = new ReadProgress();
        bool more;
        do
        {
            var part = PointBatch.Rent(whole.Origin);
            more = LineProtocolReader.ReadPart(body, ref progress, table, part, Precision.Nanosecond, 0, mostPoints: 3);
            part.Count.Should().BeLessThanOrEqualTo(3);
            foreach (var point in part.Points)
                times.Add(point.Time);
        }
        while (more);

        times.Should().Equal(whole.Points.ToArray().Select(point => point.Time));
        progress.Errors.Should().Equal(errors);
        errors.Should().HaveCount(7);
    }

    [Theory]
    [InlineData(null, 1, 1)]
    [InlineData("n", 1, 1)]
    [InlineData("ns", 1, 1)]
    [InlineData("u", 1, 1_000)]
    [InlineData("us", 1, 1_000)]
    [InlineData("ms", 2, 2_000_000)]
    [InlineData("s", -3, -3_000_000_000)]
    [InlineData("m", 1, 60_000_000_000)]
    [InlineData("h", 1, 3_600_000_000_000)]
    public void Times_count_in_the_precision(string? precision, long units, long nanoseconds) =>
        Lines.Read($"m v=1 {units}", precision: precision).Points.Single().Time.Should().Be(nanoseconds);

    [Fact]
    public void A_line_without_time_gets_the_present_in_the_precision() =>
        Lines.Read("m v=1", precision: "s", now: 12_345_678_901).Points.Single().Time.Should().Be(12_000_000_000);

    [Fact]
    public void A_time_that_its_precision_makes_too_large_is_refused() =>
        Lines.Read("m v=1 9223372036", precision: "h").Errors.Should().ContainSingle().Which.Should().Contain("the time lies outside");

    [Fact]
    public void The_order_of_tags_makes_no_other_series()
    {
        var read = Lines.Read("m,a=1,b=2 v=1 1\nm,b=2,a=1 v=1 2");

        read.Points[0].Series.Should().BeSameAs(read.Points[1].Series);
    }

    [Fact]
    public void Bytes_that_are_no_utf8_harm_nobody()
    {
        var body = Encoding.UTF8.GetBytes("m v=1 1\nm,h=X v=\"X\" 2\nm v=3 3");
        for (var i = 0; i < body.Length; i++)
        {
            if (body[i] == 'X')
                body[i] = 0xFF;
        }

        var read = Lines.Read(body);

        read.Errors.Should().BeEmpty();
        read.Points.Should().HaveCount(3);
        read.Points[1].Tags.Find("h").Should().Be("\uFFFD");
    }
}
