using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Data;

namespace Tocsin.Engine.Tests.Data.LineProtocol;

public sealed class LineProtocolPropertyTests
{
    private static readonly string[] Pieces =
        ["m", ",", "h=a", " ", "v=1", "w=2i", "=", "\"", "\\", "\n", "#", "1e", "-", ".", "true", "i", "9999999999999999999", "\r", "\t", "\0", "é", "t=\"x\""];

    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(2000);

    [Fact]
    public void Any_bytes_are_read_or_reported()
    {
        var table = new SeriesTable();
        Check.One(Many, Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), body => Lines.Read(body, table) is not null));
    }

    [Fact]
    public void Any_mixture_of_the_pieces_of_lines_leaves_the_lines_around_it_alone()
    {
        // A text that the middle opens may swallow what follows: that is not the reader's fault.
        var middles = Gen.Elements(Pieces.Where(piece => piece is not ("\"" or "\\")).ToArray()).ListOf().Select(string.Concat);
        var table = new SeriesTable();

        Check.One(Many, Prop.ForAll(middles.ToArbitrary(), middle =>
        {
            var read = Lines.Read($"first v=1 1\n{middle}\nlast v=2 2", table);
            return read.Points[0].Name == "first" && read.Points[^1].Name == "last" && read.Points[^1].Float(0) == 2;
        }));
    }

    [Fact]
    public void Texts_with_anything_in_them_come_back()
    {
        Check.One(Many, Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
        {
            var valid = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get));
            var escaped = valid.Replace("\\", "\\\\").Replace("\"", "\\\"");
            var read = Lines.Read($"m v=\"{escaped}\" 1\nm v=\"next\" 2");
            return read.Errors.Count == 0 && read.Points[0].Text(0) == valid && read.Points[1].Text(0) == "next";
        }));
    }

    [Fact]
    public void Floats_are_what_the_framework_reads()
    {
        var table = new SeriesTable();
        Check.One(Many, Prop.ForAll(ArbMap.Default.ArbFor<NormalFloat>(), number =>
        {
            var text = number.Get.ToString("R", CultureInfo.InvariantCulture);
            return SameBits(Lines.Read($"m v={text} 1", table).Points.Single().Float(0), number.Get);
        }));
    }

    [Fact]
    public void Decimals_are_what_the_framework_reads()
    {
        var digits = Gen.Choose(0, 9).ListOf().Where(list => list.Count > 0).Select(string.Concat);
        var texts = from sign in Gen.Elements("", "-") from whole in digits from part in digits select $"{sign}{whole}.{part}";
        var table = new SeriesTable();

        Check.One(Many, Prop.ForAll(texts.ToArbitrary(), text =>
            SameBits(Lines.Read($"m v={text} 1", table).Points.Single().Float(0), double.Parse(text, CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void Integers_come_back()
    {
        var table = new SeriesTable();
        Check.One(Many, Prop.ForAll(ArbMap.Default.ArbFor<long>(), number =>
            Lines.Read($"m v={number}i 1", table).Points.Single().Integer(0) == number));
    }

    private static bool SameBits(double left, double right) => BitConverter.DoubleToInt64Bits(left) == BitConverter.DoubleToInt64Bits(right);
}
