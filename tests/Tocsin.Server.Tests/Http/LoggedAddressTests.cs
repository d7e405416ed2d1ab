using Tocsin.Server.Http.Hosting;

namespace Tocsin.Server.Tests.Http;

public sealed class LoggedAddressTests
{
    [Theory]
    [InlineData("/write?db=a&p=secret&u=me", "/write?db=a&p=[REDACTED]&u=me")]
    [InlineData("/kapacitor/v1/tasks?limit=1", "/kapacitor/v1/tasks?limit=1")]
    [InlineData("/ingest/checks?token=secret", "/ingest/checks")]
    [InlineData("/ingest/checks/secret/x?token=secret", "/ingest/checks/…")]
    [InlineData("/integrations/generic/20131114/alert/secret/route", "/integrations/…")]
    [InlineData("/writes?secret", "/writes")]
    [InlineData("/", "/")]
    public void Credentials_in_addresses_are_not_logged(string target, string logged) => LoggedAddress.Of(target).Should().Be(logged);
}
