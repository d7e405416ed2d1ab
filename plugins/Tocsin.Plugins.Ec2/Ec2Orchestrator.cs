using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Tocsin.Sdk;
using Tocsin.Sdk.Scaling;

namespace Tocsin.Plugins.Ec2;

/// <summary>Reads and sets the desired capacity of autoscaling groups of Amazon EC2.</summary>
[Orchestrator("ec2")]
internal sealed class Ec2Orchestrator(Ec2Settings settings, HttpClient http, TimeProvider time) : IOrchestrator
{
    private const string Service = "autoscaling";
    private const string Version = "2011-01-01";
    private const string Form = "application/x-www-form-urlencoded; charset=utf-8";
    private const int LongestReason = 300;
    private const int LongestAnswer = 4 * 1024 * 1024;

    private readonly AwsKeys _keys = AwsKeys.Of(settings);
    private readonly Uri _address = new(settings.Url.Length > 0 ? settings.Url : $"https://autoscaling.{settings.Region}.amazonaws.com/");

    public async Task<long> GetReplicasAsync(ScaleTarget target, CancellationToken cancellationToken)
    {
        var answer = await AskAsync("DescribeAutoScalingGroups", [("AutoScalingGroupNames.member.1", target.Name)], cancellationToken).ConfigureAwait(false);
        var wanted = answer.Descendants().FirstOrDefault(element => element.Name.LocalName == "DesiredCapacity")
            ?? throw new InvalidOperationException($"there is no autoscaling group '{target.Name}' in {settings.Region}");
        return long.Parse(wanted.Value, CultureInfo.InvariantCulture);
    }

    public Task SetReplicasAsync(ScaleTarget target, long replicas, CancellationToken cancellationToken) => AskAsync(
        "SetDesiredCapacity",
        [("AutoScalingGroupName", target.Name), ("DesiredCapacity", replicas.ToString(CultureInfo.InvariantCulture)), ("HonorCooldown", "false")],
        cancellationToken);

    private async Task<XElement> AskAsync(string action, (string Name, string Value)[] parameters, CancellationToken cancellationToken)
    {
        var form = string.Join('&', [$"Action={action}", .. parameters.Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value)}"), $"Version={Version}"]);
        using var request = Request(Encoding.UTF8.GetBytes(form));
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        await response.Content.LoadIntoBufferAsync(LongestAnswer, cancellationToken).ConfigureAwait(false);
        var text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"Amazon answered {(int)response.StatusCode} to {action}: {ReasonOf(text)}", null, response.StatusCode);
        return Parse(text) ?? throw new InvalidDataException($"Amazon answered {action} with something that isn't XML");
    }

    private HttpRequestMessage Request(byte[] body)
    {
        var now = time.GetUtcNow();
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["content-type"] = Form, ["host"] = _address.Authority, ["x-amz-date"] = AwsSignature.TimeOf(now),
        };
        if (_keys.Token.Length > 0)
            headers["x-amz-security-token"] = _keys.Token;
        var signature = AwsSignature.Of(_keys, settings.Region, Service, now, "POST", _address.AbsolutePath, "", headers, body);
        var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(Form);
        request.Headers.TryAddWithoutValidation("Authorization", signature);
        foreach (var (name, value) in headers.Where(header => header.Key.StartsWith("x-amz", StringComparison.Ordinal)))
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    private static string ReasonOf(string text) => LimitedText.Cut(
        Parse(text)?.Descendants().FirstOrDefault(element => element.Name.LocalName == "Message")?.Value ?? text, LongestReason);

    // No entities of documents are read.
    private static XElement? Parse(string text)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return XElement.Load(reader);
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
