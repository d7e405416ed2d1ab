using System.Globalization;
using System.Text;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Tests.Testing;

/// <summary>Bodies that no sender should send, made of those that one does: the same each time a test runs.</summary>
internal static class HostileBodies
{
    private const int Seed = 20260101;

    private static readonly string[] Values =
    [
        "null", "true", "[]", "{}", "0", "-1", "1e308", "1e999", "99999999999999999999999", "\"\"", "\"\\ud800\"", "\"\\u0000\"", "[[]]",
        "[null,{}]", "{\"a\":{\"b\":[1]}}", "\"2026-13-45T99:99:99Z\"", "\"0001-01-01T00:00:00Z\"", "253402300800000", "-62135596800001",
    ];

    /// <summary>Reads, and verifies, everything that could come: a source may find a body malformed, and nothing else.</summary>
    /// <param name="samples">Requests as a sender sends them.</param>
    public static void ShouldBeWithstoodBy(IAlertSource source, params IReadOnlyList<SourceRequest> samples)
    {
        foreach (var request in samples.SelectMany(Of))
        {
            try
            {
                _ = source.Verify(request);
                foreach (var alert in source.Read(request).Events)
                    alert.Id.Should().NotBeNullOrEmpty("{0}", Encoding.UTF8.GetString(request.Body.Span));
            }
            catch (FormatException)
            {
                // Malformed is what it may say.
            }
            catch (Exception error) when (error is not Xunit.Sdk.XunitException)
            {
                throw new Xunit.Sdk.XunitException($"{error}\nfor the body\n{Encoding.UTF8.GetString(request.Body.Span)}");
            }
        }
    }

    private static IEnumerable<SourceRequest> Of(SourceRequest sample)
    {
        var body = sample.Body.ToArray();
        foreach (var whole in Whole())
            yield return sample with { Body = whole };
        foreach (var changed in WithOtherValues(Encoding.UTF8.GetString(body)))
            yield return sample with { Body = Encoding.UTF8.GetBytes(changed) };
        var random = new Random(Seed);
        for (var i = 0; i < 1500; i++)
            yield return sample with { Body = Mutate(body, random) };
    }

    private static IEnumerable<byte[]> Whole()
    {
        foreach (var text in Values.Concat(["", " ", "{", "]", "\uFEFF{}", "not json", "a=b&c=%zz&=&&d", "\"text\"", "[{},{},1,null]"]))
            yield return Encoding.UTF8.GetBytes(text);
        yield return Encoding.UTF8.GetBytes(new string('[', 100_000));
        yield return Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 100_000)));
        yield return [0xff, 0xfe, 0x00, 0xc3, 0x28];
    }

    // Every value of the sample, one after the other, is of another type.
    private static IEnumerable<string> WithOtherValues(string body)
    {
        for (var colon = body.IndexOf("\":", StringComparison.Ordinal); colon >= 0; colon = body.IndexOf("\":", colon + 1, StringComparison.Ordinal))
        {
            var begin = colon + 2;
            if (EndOfValue(body, begin) is not { } end)
                continue;
            foreach (var value in Values)
                yield return string.Create(CultureInfo.InvariantCulture, $"{body.AsSpan(0, begin)}{value}{body.AsSpan(end)}");
        }
    }

    private static int? EndOfValue(string body, int begin)
    {
        var (depth, isText) = (0, false);
        for (var i = begin; i < body.Length; i++)
        {
            var c = body[i];
            if (isText)
            {
                i += c == '\\' ? 1 : 0;
                isText = c != '"';
            }
            else if (depth == 0 && c is ',' or '}' or ']')
            {
                return i;
            }
            else
            {
                isText = c == '"';
                depth += c is '{' or '[' ? 1 : c is '}' or ']' ? -1 : 0;
            }
        }

        return null;
    }

    private static byte[] Mutate(byte[] body, Random random)
    {
        var mutated = body.ToList();
        for (var changes = random.Next(1, 6); changes > 0 && mutated.Count > 0; changes--)
        {
            var at = random.Next(mutated.Count);
            switch (random.Next(4))
            {
                case 0:
                    mutated[at] = (byte)random.Next(256);
                    break;
                case 1:
                    mutated.RemoveRange(at, Math.Min(random.Next(1, 30), mutated.Count - at));
                    break;
                case 2:
                    mutated.InsertRange(at, mutated.Skip(random.Next(mutated.Count)).Take(random.Next(1, 60)).ToArray());
                    break;
                default:
                    mutated.Insert(at, "\"\\{}[],:0-e"u8[random.Next(11)]);
                    break;
            }
        }

        return [.. mutated];
    }
}
