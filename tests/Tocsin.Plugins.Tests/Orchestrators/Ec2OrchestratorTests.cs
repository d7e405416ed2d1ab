using System.Net;
using System.Text;
using Tocsin.Plugins.Ec2;
using Tocsin.Sdk.Scaling;

namespace Tocsin.Plugins.Tests.Orchestrators;

public sealed class Ec2OrchestratorTests
{
    private const string Groups = """
        <DescribeAutoScalingGroupsResponse xmlns="http://autoscaling.amazonaws.com/doc/2011-01-01/"><DescribeAutoScalingGroupsResult><AutoScalingGroups>
        <member><AutoScalingGroupName>web</AutoScalingGroupName><DesiredCapacity>3</DesiredCapacity></member>
        </AutoScalingGroups></DescribeAutoScalingGroupsResult></DescribeAutoScalingGroupsResponse>
        """;

    private static readonly ScaleTarget Web = new("web servers");
    private static readonly AwsKeys Keys = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "");
    private static readonly DateTimeOffset Then = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    [Fact]
    public void Signature_is_that_of_the_example_in_amazons_documentation()
    {
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["content-type"] = "application/x-www-form-urlencoded; charset=utf-8", ["host"] = "iam.amazonaws.com", ["x-amz-date"] = AwsSignature.TimeOf(Then),
        };

        AwsSignature.Of(Keys, "us-east-1", "iam", Then, "GET", "/", "Action=ListUsers&Version=2010-05-08", headers, []).Should().Be(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, " +
            "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
    }

    [Fact]
    public async Task Desired_capacity_is_read_and_set_with_signed_requests()
    {
        using var api = new Recorder((HttpStatusCode.OK, Groups));
        var ec2 = Of(api);

        (await ec2.GetReplicasAsync(Web, CancellationToken.None)).Should().Be(3);
        await ec2.SetReplicasAsync(Web, 5, CancellationToken.None);

        api.Asked.Should().Equal(
            "POST https://autoscaling.eu-central-1.amazonaws.com/ Action=DescribeAutoScalingGroups&AutoScalingGroupNames.member.1=web%20servers&Version=2011-01-01",
            "POST https://autoscaling.eu-central-1.amazonaws.com/ Action=SetDesiredCapacity&AutoScalingGroupName=web%20servers&DesiredCapacity=5&HonorCooldown=false&Version=2011-01-01");
        var request = api.Requests[1];
        var body = Encoding.UTF8.GetBytes(api.Asked[1].Split(' ')[2]);
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["content-type"] = request.Content!.Headers.ContentType!.ToString(), ["host"] = "autoscaling.eu-central-1.amazonaws.com",
            ["x-amz-date"] = request.Headers.GetValues("x-amz-date").Single(), ["x-amz-security-token"] = request.Headers.GetValues("x-amz-security-token").Single(),
        };
        request.Headers.GetValues("Authorization").Single().Should().Be(
            AwsSignature.Of(Keys with { Token = "t" }, "eu-central-1", "autoscaling", Then, "POST", "/", "", headers, body), "what is signed is what is sent");
    }

    [Fact]
    public async Task Group_that_is_not_there_and_refusals_are_told()
    {
        using var none = new Recorder((HttpStatusCode.OK, "<DescribeAutoScalingGroupsResponse/>"));
        using var refused = new Recorder((HttpStatusCode.Forbidden, "<ErrorResponse><Error><Code>AccessDenied</Code><Message>not authorized</Message></Error></ErrorResponse>"));

        (await Of(none).Awaiting(ec2 => ec2.GetReplicasAsync(Web, CancellationToken.None)).Should().ThrowAsync<InvalidOperationException>())
            .Which.Message.Should().Be("there is no autoscaling group 'web servers' in eu-central-1");
        (await Of(refused).Awaiting(ec2 => ec2.SetReplicasAsync(Web, 1, CancellationToken.None)).Should().ThrowAsync<HttpRequestException>())
            .Which.Message.Should().Be("Amazon answered 403 to SetDesiredCapacity: not authorized");
    }

    private static Ec2Orchestrator Of(Recorder api) => new(
        new Ec2Settings { Enabled = true, Region = "eu-central-1", AccessKey = Keys.Access, SecretKey = Keys.Secret, SessionToken = "t" }, new HttpClient(api), new FakeTime(Then));
}
