using System.IO.Compression;
using System.Net;

namespace Tocsin.EndToEnd.Chaos.Attacks;

/// <summary>Small bodies that unpack to a hundred megabytes, many at once. They are refused, and the memory stays bounded.</summary>
internal sealed class GzipBombs : IAttack
{
    private const int Megabytes = 100;
    private const int AtOnce = 20;

    private static readonly string[] Paths = ["/write?db=chaos&rp=rp", "/kapacitor/v1/tasks", "/tocsin/v1/sources", "/ingest/bombed"];

    public async Task RunAsync(ChaosServer server)
    {
        var bomb = Make();
        await server.DefineSourceAsync("bombed");
        foreach (var path in Paths)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => server.SendAsync(HttpMethod.Post, path, bomb, "gzip")));
            answers.Select(static answer => answer.Status).Should().OnlyContain(
                static status => status == HttpStatusCode.RequestEntityTooLarge || status == HttpStatusCode.ServiceUnavailable, path);
        }

        (await server.SendAsync(HttpMethod.Post, Paths[0], bomb, "gzip")).Status.Should().Be(HttpStatusCode.RequestEntityTooLarge, "there is room for one");
        server.ResidentBytes.Should().BeLessThan(ChaosServer.MostResident);
        await server.RemoveAsync("/tocsin/v1/sources/bombed");
    }

    private static byte[] Make()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            var piece = new byte[1 << 20];
            Array.Fill(piece, (byte)'m');
            for (var i = 0; i < Megabytes; i++)
                gzip.Write(piece);
        }

        return packed.ToArray();
    }
}
