using System.Net;
using Tocsin.Inputs.Intake;
using Tocsin.Inputs.Udp;

namespace Tocsin.Inputs.Hosting;

/// <summary>A UDP port that somebody else than the configuration wants. Disposing closes it.</summary>
public sealed class UdpListener : IAsyncDisposable
{
    private readonly UdpInput _input;
    private readonly InputCounts _counts;

    private UdpListener(UdpInput input, InputCounts counts) => (_input, _counts) = (input, counts);

    public int Port => IPEndPoint.Parse(_input.Address).Port;

    public InputStatus Status => _counts.Read() with { Address = _input.Address };

    /// <param name="name">What the status calls it.</param>
    /// <param name="options">Where it listens and what it writes.</param>
    /// <param name="services">Where points go.</param>
    /// <exception cref="InputException">The address cannot be listened on.</exception>
    public static UdpListener Open(string name, UdpOptions options, InputServices services)
    {
        var counts = new InputCounts(name, services.Time, services.LoggerFactory.CreateLogger("tocsin.inputs"));
        return new UdpListener(new UdpInput(options, services, counts), counts);
    }

    public ValueTask DisposeAsync() => _input.DisposeAsync();
}
