namespace Tocsin.Plugins.Tests.Postman;

/// <summary>Runs in the shapes that Postman and Newman tell them, with values of our own.</summary>
internal static class PostmanSamples
{
    public const string Bad = """
        {"collection_name":"Cart API","collection_uid":"2002-aaaa","environment_name":"prod","environment_uid":"2002-bbbb",
         "metrics":{"errors":1,"failedTests":2,"passedTests":40,"requestCount":12,"totalLatency":5310,"warnings":0},
         "monitor_name":"Cart smoke","monitor_uid":"2002-cccc","user_id":2002,"user_name":"dana"}
        """;

    public const string Good = """
        {"collection_name":"Cart API","collection_uid":"2002-aaaa","environment_name":"prod","environment_uid":"2002-bbbb",
         "metrics":{"errorCount":"0","failedTestCount":"0","passedTests":"42","requestCount":"12","totalLatency":"4980","warningCount":"0"},
         "monitor_name":"Cart smoke","monitor_uid":"2002-cccc"}
        """;

    public const string ApiRun = """
        {"run":{"info":{"jobId":"job-9","monitorId":"1e00-cccc","name":"Cart smoke","collectionUid":"2002-aaaa","status":"failed","startedAt":"2026-01-01T00:00:00.000Z","finishedAt":"2026-01-01T00:00:09.000Z"},
         "stats":{"assertions":{"total":42,"failed":2},"requests":{"total":12,"failed":1}},
         "executions":[{"id":1,"item":{"id":"it-1","name":"GET cart"},"request":{"method":"GET","url":"https://shop.example/cart?token=hush"},"response":{"code":500,"responseTime":310,"responseSize":120},"assertions":{"status is 200":false,"is JSON":true}},
                       {"id":2,"item":{"id":"it-2","name":"POST order"},"response":{"code":201,"responseTime":90},"assertions":{"status is 201":true}}],
         "failures":[{"executionId":1,"name":"AssertionError","message":"expected 500 to equal 200"}]}}
        """;

    public const string Newman = """
        {"collection":{"info":{"_postman_id":"c-7","name":"Cart API"},"item":[{"request":{"header":[{"key":"Authorization","value":"Bearer hush"}]}}]},
         "environment":{"id":"e-7","name":"prod","values":[{"key":"token","value":"hush"}]},"globals":{"values":[{"key":"g","value":"hush"}]},
         "run":{"stats":{"iterations":{"total":1,"pending":0,"failed":0},"requests":{"total":2,"pending":0,"failed":1},"assertions":{"total":5,"pending":1,"failed":1}},
          "timings":{"started":1767225600000,"completed":1767225609000,"responseAverage":200},
          "executions":[{"id":"x-1","cursor":{"position":0,"ref":"r-1"},"item":{"id":"it-1","name":"GET cart"},"request":{"header":[{"key":"X-Key","value":"hush"}]},"response":{"code":500,"responseTime":310,"stream":{"type":"Buffer","data":[104,117,115,104]}},
                         "assertions":[{"assertion":"status is 200","error":{"name":"AssertionError","message":"expected 500 to equal 200"}}]},
                        {"id":"x-2","item":{"id":"it-2","name":"POST order"},"requestError":{"code":"ECONNREFUSED"}},
                        {"id":"x-3","item":{"id":"it-3","name":"GET stock"},"response":{"code":200,"responseTime":90}}],
          "failures":[{"error":{"name":"AssertionError","test":"status is 200","message":"expected 500 to equal 200","stack":"hush"},"at":"assertion:0 in test-script","source":{"id":"it-1","name":"GET cart"},"cursor":{"ref":"r-1"}},
                      {"error":{"name":"Error","message":"connect ECONNREFUSED"},"at":"request","source":{"id":"it-2","name":"POST order"}}],
          "error":null}}
        """;

    public const string NewmanGood = """
        {"collection":{"info":{"_postman_id":"c-7","name":"Cart API"}},"environment":{"id":"e-7","name":"prod"},
         "run":{"stats":{"requests":{"total":2,"failed":0},"assertions":{"total":5,"pending":0,"failed":0}},"timings":{"started":1767229200000,"completed":1767229209000},
          "executions":[{"item":{"id":"it-1","name":"GET cart"},"response":{"responseTime":100}},{"item":{"id":"it-2","name":"POST order"}},{"item":{"id":"it-3","name":"GET stock"}}],
          "failures":[],"error":null}}
        """;

    /// <summary>A script that threw, with no assertion that failed.</summary>
    public const string NewmanScriptError = """
        {"collection":{"info":{"_postman_id":"c-1","name":"Shop"},"item":[]},
         "run":{"stats":{"iterations":{"total":1},"requests":{"total":2,"failed":0},"assertions":{"total":1,"failed":0},"testScripts":{"total":2,"failed":1}},
         "timings":{"started":1770000100000,"completed":1770000104000},"executions":[],
         "failures":[{"parent":{"name":"Shop"},"source":{"id":"i1","name":"GET cart"},"error":{"type":"Error","name":"TypeError","message":"Cannot read w"},"at":"test-script","over":"request"}],"error":null}}
        """;

    /// <summary>A run that carried out nothing.</summary>
    public const string NewmanEmpty = """
        {"collection":{"info":{"_postman_id":"c-1","name":"Shop"},"item":[]},
         "run":{"stats":{"iterations":{"total":0},"requests":{"total":0,"failed":0},"assertions":{"total":0,"failed":0}},
         "timings":{"started":1770000400000,"completed":1770000404000},"executions":[],"failures":[],"error":null}}
        """;

    /// <summary>A run that broke off.</summary>
    public const string NewmanBail = """
        {"collection":{"info":{"_postman_id":"c-1","name":"Shop"},"item":[]},
         "run":{"stats":{"iterations":{"total":1},"requests":{"total":2,"failed":0},"assertions":{"total":3,"failed":0}},
         "timings":{"started":1770000300000,"completed":1770000304000},"executions":[],"failures":[],"error":{"name":"Error","message":"connect ECONNREFUSED"}}}
        """;

    /// <summary>A run with tests that were skipped, and none that failed.</summary>
    public const string NewmanSkipped = """
        {"collection":{"info":{"_postman_id":"c-1","name":"Shop"},"item":[]},
         "run":{"stats":{"iterations":{"total":1},"requests":{"total":2,"failed":0},"assertions":{"total":3,"failed":0,"pending":1}},
         "timings":{"started":1770000200000,"completed":1770000204000},
         "executions":[{"item":{"id":"i1","name":"GET cart"},"assertions":[{"assertion":"fast","skipped":true},{"assertion":"ok","skipped":false}]}],"failures":[],"error":null}}
        """;
}
