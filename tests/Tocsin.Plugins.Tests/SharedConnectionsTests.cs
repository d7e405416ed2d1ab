using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests;

public sealed class SharedConnectionsTests
{
    private readonly SharedConnections<Connection> _connections = new();

    [Fact]
    public void Handlers_of_one_account_share_a_connection_that_ends_with_the_last_of_them()
    {
        var (one, two, other) = (_connections.Take("a", () => new Connection()), _connections.Take("a", () => new Connection()), _connections.Take("b", () => new Connection()));

        two.Connection.Should().BeSameAs(one.Connection).And.NotBeSameAs(other.Connection);

        one.Dispose();
        one.Dispose();
        two.Connection.Ends.Should().Be(0, "another handler uses it");

        two.Dispose();
        (two.Connection.Ends, other.Connection.Ends).Should().Be((1, 0));
        _connections.Take("a", () => new Connection()).Connection.Should().NotBeSameAs(one.Connection, "that one has ended");
    }

    [Fact]
    public void Connection_that_cannot_be_made_is_tried_again_by_the_next()
    {
        _connections.Invoking(c => c.Take("a", () => throw new InvalidOperationException())).Should().Throw<InvalidOperationException>();

        _connections.Take("a", () => new Connection()).Connection.Ends.Should().Be(0);
    }

    private sealed class Connection : IDisposable
    {
        public int Ends { get; private set; }

        public void Dispose() => Ends++;
    }
}
