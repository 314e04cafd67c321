;local holdfast=1 local regions={ @regions@} local health='http://@service@:@port@/health/live' @program@
