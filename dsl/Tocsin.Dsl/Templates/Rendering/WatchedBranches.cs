using Tocsin.Dsl.Templates.Tree;

namespace Tocsin.Dsl.Templates.Rendering;

/// <summary>The branches of a template, for who wants to know which are taken.</summary>
internal static class WatchedBranches
{
    public static void Show(string template, ListNode list, IBranchWatch watch)
    {
        foreach (var branch in list.Items.OfType<BranchNode>())
        {
            watch.Expect(template, branch.Offset, branch.ToString());
            Show(template, branch.Body, watch);
            if (branch.Else is { } otherwise)
                Show(template, otherwise, watch);
        }
    }
}
