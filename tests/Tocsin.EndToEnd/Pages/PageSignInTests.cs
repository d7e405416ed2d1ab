using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Tocsin.EndToEnd.Pages;

/// <summary>Whoever is not signed in is shown how to be.</summary>
public sealed class PageSignInTests
{
    [PageFact]
    public async Task A_provider_signs_in_by_one_button_and_leads_back_to_where_one_was()
    {
        await using var provider = await OidcProviderStandIn.StartAsync();
        provider.Claims["groups"] = "oncall";
        await using var rig = await PageRig.StartAsync(
            $"oidc: {{ issuer: '{provider.Url}', client-id: {OidcProviderStandIn.ClientId}, client-secret: {OidcProviderStandIn.Secret}, roles: {{ oncall: 'respond, read' }} }}\n");
        var page = await rig.OpenAsync("/ui/noise");

        var button = page.GetByRole(AriaRole.Link, new() { Name = "Sign in with 127.0.0.1" });
        await Expect(button).ToBeVisibleAsync();
        await Expect(page.Locator("input[type=password]")).ToHaveCountAsync(0);
        await button.ClickAsync();

        await Expect(page.Locator("h1")).ToHaveTextAsync("Noise");
        await Expect(page.GetByText("Sign out oidc:ann")).ToBeVisibleAsync();
        new Uri(page.Url).AbsolutePath.Should().Be("/ui/noise");
        (await PageRig.FaultsOf(page)).Should().BeEmpty();
    }
}
