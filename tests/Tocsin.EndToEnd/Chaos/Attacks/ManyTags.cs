using System.Text;

namespace Tocsin.EndToEnd.Chaos.Attacks;

/// <summary>A line with more tags than any series has.</summary>
internal sealed class ManyTags : IAttack
{
    private const int Tags = 80_000;

    public async Task RunAsync(ChaosServer server)
    {
        var line = new StringBuilder("m");
        for (var i = 0; i < Tags; i++)
            line.Append(",t").Append(Tags - i).Append("=v");
        line.Append(" v=1 1");

        ((int)await server.WriteAsync(line.ToString()).WaitAsync(TimeSpan.FromSeconds(10))).Should().BeLessThan(500);
    }
}
